# Libraries, all from the distribution.
find_package(PkgConfig REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
pkg_check_modules(CORE REQUIRED IMPORTED_TARGET libpq libxml-2.0 libxslt xmlsec1-openssl openssl hiredis jansson talloc
                  libcurl libseccomp liboath pangocairo libqrencode zlib gmp)
pkg_check_modules(GSOAP REQUIRED IMPORTED_TARGET gsoap)
find_library(FCGI_LIBRARY fcgi REQUIRED)
add_library(PkgConfig::FCGI INTERFACE IMPORTED)
target_link_libraries(PkgConfig::FCGI INTERFACE ${FCGI_LIBRARY})
find_library(ARGON2_LIBRARY argon2 REQUIRED)
find_library(MAGIC_LIBRARY magic REQUIRED)
find_library(TCMALLOC_LIBRARY tcmalloc_minimal)
