# Compiler flags; warnings are errors everywhere but in generated gSOAP code.
option(EURZAD_SANITIZE "address and undefined-behaviour sanitizers" OFF)
option(EURZAD_FUZZ "only the fuzzing programs, with clang's libFuzzer" OFF)
option(EURZAD_TESTS "build the tests" ON)

set(EURZAD_WARNINGS
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wvla -Wundef -Wstrict-prototypes -Wmissing-prototypes
    -Wwrite-strings -Wcast-qual -Wswitch-enum -Wnull-dereference -Wno-missing-field-initializers -Werror)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  list(APPEND EURZAD_WARNINGS -Wduplicated-cond -Wlogical-op)
else()
  list(APPEND EURZAD_WARNINGS -Wno-gnu-zero-variadic-macro-arguments -Wno-newline-eof
       # what gcc forgives: BAD_CAST of libxml2's headers, LOG_S("key", "") with its test for NULL
       -Wno-cast-qual -Wno-string-conversion)
endif()
# The log and audit macros rely on ", ## __VA_ARGS__", a gcc extension that -Wpedantic does not know to allow.
set(EURZAD_DEFINES _GNU_SOURCE)

# Log lines name sources as in the tree, not as on the build machine.
add_compile_options(-fno-omit-frame-pointer -g -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(EURZAD_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -O1)
  add_link_options(-fsanitize=address,undefined)
elseif(EURZAD_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -O1)
  add_link_options(-fsanitize=address,undefined)
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-O2 -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE)
  add_link_options(-pie -Wl,-z,relro -Wl,-z,now -Wl,--as-needed)
endif()

# Everything of ours is compiled the same way.
function(eurzad_target name)
  target_compile_options(${name} PRIVATE ${EURZAD_WARNINGS})
  target_compile_definitions(${name} PRIVATE ${EURZAD_DEFINES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/gen)
endfunction()
