# Modules, layers and programs. A module is one folder; the file suffix says the layer:
#   x.c x_*.c          the rules                linked into every program that has the domain
#   x_register.c       a register as a table    const struct reg x_register, joins all_registers of the tests
#   x_page.c           pages and route table    linked into eurzad-web only
#   x_soap.c           SOAP operations          linked into eurzad-soap only
#   x_oblicz.c         calculations of law      a table x_obliczenia[], in the registry of every program with the domain
#   x_parametry.csv    law parameters           copied to share/db/parametry, read by eurzad-admin seed
#   service.cmake      the contracts they answer   tools/cmake/services.cmake
#   x_job.c            kinds of jobs            linked into eurzad-jobs only
#   x_admin.c          commands, seeds          linked into eurzad-admin only
#   x.sql              named statements         compiled by tools/sql2c
#   *.xsl              page sheets              copied to share/xsl
#   x.def              its rows in the tables of the house: roles, settings, menu, events (eurzad_rows)
#   tests/             its tests                tests/CMakeLists.txt

set(EURZAD_GEN ${CMAKE_BINARY_DIR}/gen)
set(EURZAD_SHARE ${CMAKE_BINARY_DIR}/share)
file(MAKE_DIRECTORY ${EURZAD_GEN})

# eurzad_sql(OUT file.sql…): generates file_sql.h and file_sql.c, all in one call; OUT gets the generated files.
function(eurzad_sql out)
  set(generated "")
  foreach(sql ${ARGN})
    get_filename_component(name ${sql} NAME_WE)
    list(APPEND generated ${EURZAD_GEN}/${name}_sql.c ${EURZAD_GEN}/${name}_sql.h)
  endforeach()
  if(generated)
    add_custom_command(
      OUTPUT ${generated}
      COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/sql2c ${EURZAD_GEN} ${ARGN}
      DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/tools/sql2c VERBATIM)
  endif()
  set(${out} ${generated} PARENT_SCOPE)
endfunction()

# eurzad_text(file header): a text file as a C string literal in gen/, for `static const char X[] = #include`.
function(eurzad_text file header)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REGEX REPLACE "([^\n]*)\n" "\"\\1\\\\n\"\n" text "${text}")
  file(CONFIGURE OUTPUT ${EURZAD_GEN}/${header} CONTENT "@text@" @ONLY)
endfunction()

# eurzad_document(document.md): a document of docs/ as the sheet share/xsl/document.xsl with a template of that name.
function(eurzad_document document)
  get_filename_component(name ${document} NAME_WE)
  add_custom_command(
    OUTPUT ${EURZAD_GEN}/${name}.xsl
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/md2xsl ${document} ${EURZAD_GEN}/${name}.xsl ${name}
    DEPENDS ${document} ${CMAKE_SOURCE_DIR}/tools/md2xsl VERBATIM)
  set_property(GLOBAL APPEND PROPERTY EURZAD_XSL ${EURZAD_GEN}/${name}.xsl)
endfunction()

# eurzad_objects(KIND target file…): an object library that joins EURZAD_<KIND>.
function(eurzad_objects kind target)
  add_library(${target} OBJECT ${ARGN})
  eurzad_target(${target})
  target_link_libraries(${target} PUBLIC eurzad_core)
  set_property(GLOBAL APPEND PROPERTY EURZAD_${kind} ${target})
endfunction()

function(eurzad_module path)
  cmake_parse_arguments(M "" "" "USES" ${ARGN})
  set(dir ${CMAKE_SOURCE_DIR}/modules/${path})
  get_filename_component(name ${path} NAME)
  string(REPLACE "/" "_" id ${path})
  set_property(GLOBAL APPEND PROPERTY EURZAD_MODULES ${path})
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.c)
  file(GLOB sql CONFIGURE_DEPENDS ${dir}/*.sql)
  file(GLOB xsl CONFIGURE_DEPENDS ${dir}/*.xsl)
  file(GLOB parameters CONFIGURE_DEPENDS ${dir}/*_parametry.csv)
  set_property(GLOBAL APPEND PROPERTY EURZAD_PARAMETERS ${parameters})
  set(calculations ${sources})
  list(FILTER calculations INCLUDE REGEX "_oblicz\\.c$")
  foreach(c ${calculations})
    get_filename_component(base ${c} NAME_WE)
    string(REGEX REPLACE "_oblicz$" "" base ${base})
    set_property(GLOBAL APPEND PROPERTY EURZAD_CALCULATIONS ${base})
  endforeach()
  foreach(s ${sources})
    get_filename_component(base ${s} NAME_WE)
    if(base MATCHES "_register$")
      set_property(GLOBAL APPEND PROPERTY EURZAD_REGISTERS ${base})
    endif()
  endforeach()
  set(pages ${sources})
  list(FILTER pages INCLUDE REGEX "_page\\.c$")
  set(operations ${sources})
  list(FILTER operations INCLUDE REGEX "_soap\\.c$")
  set(jobs ${sources})
  list(FILTER jobs INCLUDE REGEX "_job\\.c$")
  set(commands ${sources})
  list(FILTER commands INCLUDE REGEX "_admin\\.c$")
  list(FILTER sources EXCLUDE REGEX "_(page|soap|job|admin)\\.c$")
  eurzad_sql(generated ${sql})
  # Generated first, so that pages and operations may include the header too.
  if(generated)
    add_custom_target(sql_${id} DEPENDS ${generated})
  endif()
  if(sources OR generated)
    eurzad_objects(DOMAIN mod_${id} ${sources} ${generated})
  endif()
  if(pages)
    eurzad_objects(PAGES page_${id} ${pages})
    foreach(p ${pages})
      get_filename_component(base ${p} NAME_WE)
      string(REGEX REPLACE "_page$" "" base ${base})
      set_property(GLOBAL APPEND PROPERTY EURZAD_ROUTES ${base})
    endforeach()
  endif()
  set(services "")
  include(${dir}/service.cmake OPTIONAL)
  if(operations)
    eurzad_objects(OPERATIONS soap_${id} ${operations})
    eurzad_operations(soap_${id} ${services})
  endif()
  if(jobs)
    eurzad_objects(JOBS job_${id} ${jobs})
    set_property(GLOBAL APPEND PROPERTY EURZAD_JOBS_FILES ${jobs})
  endif()
  if(commands)
    eurzad_objects(COMMANDS admin_${id} ${commands})
    set_property(GLOBAL APPEND PROPERTY EURZAD_COMMANDS_FILES ${commands})
  endif()
  foreach(t mod_${id} page_${id} soap_${id} job_${id} admin_${id})
    if(generated AND TARGET ${t})
      add_dependencies(${t} sql_${id})
    endif()
  endforeach()
  set_property(GLOBAL APPEND PROPERTY EURZAD_XSL ${xsl})
endfunction()

# eurzad_layer(name folder): the .c files of a program's folder without main.c, so that tests can link them.
function(eurzad_layer name folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.c)
  list(FILTER sources EXCLUDE REGEX "/main\\.c$")
  file(GLOB sql CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.sql)
  eurzad_sql(generated ${sql})
  if(NOT sources)
    set(sources ${CMAKE_SOURCE_DIR}/core/base/err.c)
  endif()
  add_library(${name}_layer STATIC ${sources} ${generated})
  eurzad_target(${name}_layer)
  target_link_libraries(${name}_layer PUBLIC eurzad_core)
endfunction()

# eurzad_rows(): gen/rows.def with the .def file of every module. Whoever needs rows of a kind defines its macro and includes
# it; the other kinds are empty then. ROW_MODULE is the module a row stands in.
function(eurzad_rows)
  set(kinds ROLE CONF MENU EVENT)
  set(text "/* generated: the rows of every module, modules/<area>/<module>/<module>.def */\n")
  foreach(kind ${kinds})
    string(APPEND text "#ifndef ${kind}\n#define ${kind}(...)\n#endif\n")
  endforeach()
  get_property(modules GLOBAL PROPERTY EURZAD_MODULES)
  foreach(module ${modules})
    get_filename_component(name ${module} NAME)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/modules/${module})
    if(EXISTS ${CMAKE_SOURCE_DIR}/modules/${module}/${name}.def)
      string(APPEND text "#undef ROW_MODULE\n#define ROW_MODULE \"${module}\"\n#include \"modules/${module}/${name}.def\"\n")
    endif()
  endforeach()
  foreach(kind ${kinds})
    string(APPEND text "#undef ${kind}\n")
  endforeach()
  file(CONFIGURE OUTPUT ${EURZAD_GEN}/rows.def CONTENT "${text}" @ONLY)
endfunction()

# eurzad_tables(KIND struct list header file…): the generated list of all tables of a struct in the KIND files of the modules
# and in those named, linked with them.
function(eurzad_tables kind struct list header)
  get_property(files GLOBAL PROPERTY EURZAD_${kind}_FILES)
  list(PREPEND files ${ARGN})
  add_custom_command(
    OUTPUT ${EURZAD_GEN}/${list}.c
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/tables ${struct} ${list} ${header} ${EURZAD_GEN}/${list}.c ${files}
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/tools/tables VERBATIM)
  eurzad_objects(${kind} ${list} ${EURZAD_GEN}/${list}.c)
endfunction()

function(eurzad_routes_file)
  get_property(routes GLOBAL PROPERTY EURZAD_ROUTES)
  set(text "/* generated: every module's route table */\n#include \"fcgi/page.h\"\n\n#include \"routes.h\"\n\n")
  foreach(r ${routes})
    string(APPEND text "extern const struct route ${r}_routes[];\n")
  endforeach()
  string(APPEND text "\nconst struct route *const all_routes[] = {\n")
  foreach(r ${routes})
    string(APPEND text "    ${r}_routes,\n")
  endforeach()
  string(APPEND text "    NULL,\n};\n")
  file(CONFIGURE OUTPUT ${EURZAD_GEN}/routes.c CONTENT "${text}" @ONLY)
  file(CONFIGURE OUTPUT ${EURZAD_GEN}/routes.h CONTENT
       "/* generated */\n#ifndef ROUTES_H\n#define ROUTES_H\nextern const struct route *const all_routes[];\n#endif\n" @ONLY)
endfunction()

# The registry of calculations (core/rules/obliczenie.h) as an object library of the domain; after the last module.
function(eurzad_calculations)
  get_property(calculations GLOBAL PROPERTY EURZAD_CALCULATIONS)
  set(text "/* generated: every module's calculations */\n#include \"core/rules/obliczenie.h\"\n\n")
  foreach(c ${calculations})
    string(APPEND text "extern const struct obliczenie ${c}_obliczenia[];\n")
  endforeach()
  string(APPEND text "\nconst struct obliczenie *const all_obliczenia[] = {\n")
  foreach(c ${calculations})
    string(APPEND text "    ${c}_obliczenia,\n")
  endforeach()
  string(APPEND text "    NULL,\n};\n")
  file(CONFIGURE OUTPUT ${EURZAD_GEN}/obliczenia.c CONTENT "${text}" @ONLY)
  eurzad_objects(DOMAIN obliczenia ${EURZAD_GEN}/obliczenia.c)
endfunction()

# all_registers[]: every register of the tree, for the test that asks each whether its table holds together.
function(eurzad_registers_file)
  get_property(registers GLOBAL PROPERTY EURZAD_REGISTERS)
  set(declared "")
  set(rows "")
  foreach(r ${registers})
    string(APPEND declared "extern const struct reg ${r};\n")
    string(APPEND rows "    &${r},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${EURZAD_GEN}/registers.h CONTENT
       "/* generated */\n#ifndef REGISTERS_H\n#define REGISTERS_H\n#include \"core/register/register.h\"\nextern const struct reg *const all_registers[];\n#endif\n" @ONLY)
  file(CONFIGURE OUTPUT ${EURZAD_GEN}/registers.c CONTENT
       "/* generated: every register of the modules */\n#include \"registers.h\"\n\n${declared}\nconst struct reg *const all_registers[] = {\n${rows}    NULL,\n};\n" @ONLY)
endfunction()

function(eurzad_faster_malloc name)
  if(TCMALLOC_LIBRARY AND CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT EURZAD_SANITIZE)
    target_link_options(${name} PRIVATE -Wl,--no-as-needed ${TCMALLOC_LIBRARY} -Wl,--as-needed)
  endif()
endfunction()

# eurzad_bench(name file… [LAYERS layer…]): a program of tests/bench, with the keys of the tests, linked as the programs are.
function(eurzad_bench name)
  cmake_parse_arguments(BENCH "" "" "LAYERS" ${ARGN})
  add_executable(${name} ${BENCH_UNPARSED_ARGUMENTS} tests/support/keys.c)
  eurzad_target(${name})
  foreach(layer ${BENCH_LAYERS})
    target_link_libraries(${name} PRIVATE ${layer}_layer)
  endforeach()
  target_link_libraries(${name} PRIVATE eurzad_core)
  eurzad_faster_malloc(${name})
endfunction()

# eurzad_program(name main.c LAYERS layer… [DOMAIN] [PAGES] [OPERATIONS] [JOBS] [COMMANDS])
function(eurzad_program name main)
  cmake_parse_arguments(P "DOMAIN;PAGES;OPERATIONS;JOBS;COMMANDS" "" "LAYERS" ${ARGN})
  if(EURZAD_FUZZ OR NOT EXISTS ${CMAKE_SOURCE_DIR}/${main})
    return()
  endif()
  add_executable(${name} ${main})
  eurzad_target(${name})
  if(P_PAGES)
    eurzad_routes_file()
    target_sources(${name} PRIVATE ${EURZAD_GEN}/routes.c)
  endif()
  foreach(kind DOMAIN PAGES OPERATIONS JOBS COMMANDS)
    if(P_${kind})
      get_property(objects GLOBAL PROPERTY EURZAD_${kind})
      foreach(o ${objects})
        target_sources(${name} PRIVATE $<TARGET_OBJECTS:${o}>)
      endforeach()
    endif()
  endforeach()
  foreach(l ${P_LAYERS})
    target_link_libraries(${name} PRIVATE ${l}_layer)
  endforeach()
  target_link_libraries(${name} PRIVATE eurzad_core)
  eurzad_faster_malloc(${name})
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# Contracts and schemas of all modules are served from one folder.
function(eurzad_names_differ)
  set(names "")
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME)
    if(name IN_LIST names)
      message(FATAL_ERROR "Two contracts or schemas are called ${name}.")
    endif()
    list(APPEND names ${name})
  endforeach()
endfunction()

# share/: sheets, static files, contracts, the database's files, laid out as installed.
function(eurzad_share)
  get_property(xsl GLOBAL PROPERTY EURZAD_XSL)
  file(GLOB shared CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fcgi/xsl/*.xsl)
  file(GLOB_RECURSE static CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fcgi/static/*)
  file(GLOB wsdl CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/wsdl/*.xsd)
  get_property(contracts GLOBAL PROPERTY EURZAD_WSDL)
  list(APPEND wsdl ${contracts})
  eurzad_names_differ(${wsdl})
  file(GLOB_RECURSE database CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/db/*)
  get_property(parameters GLOBAL PROPERTY EURZAD_PARAMETERS)
  set(copy_parameters "")
  if(parameters)
    set(copy_parameters COMMAND ${CMAKE_COMMAND} -E copy_if_different ${parameters} ${EURZAD_SHARE}/db/parametry)
  endif()
  set(stamp ${CMAKE_BINARY_DIR}/share.stamp)
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${EURZAD_SHARE}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${EURZAD_SHARE}/xsl ${EURZAD_SHARE}/wsdl ${EURZAD_SHARE}/db/parametry
            ${EURZAD_SHARE}/static
    COMMAND ${CMAKE_COMMAND} -E copy_if_different ${shared} ${xsl} ${EURZAD_SHARE}/xsl
    COMMAND ${CMAKE_COMMAND} -E copy_directory ${CMAKE_SOURCE_DIR}/fcgi/static ${EURZAD_SHARE}/static
    COMMAND ${CMAKE_COMMAND} -E copy_if_different ${wsdl} ${EURZAD_SHARE}/wsdl
    COMMAND ${CMAKE_COMMAND} -E copy_directory ${CMAKE_SOURCE_DIR}/db ${EURZAD_SHARE}/db
    ${copy_parameters}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${shared} ${xsl} ${static} ${wsdl} ${database} ${parameters}
    VERBATIM)
  add_custom_target(share ALL DEPENDS ${stamp})
endfunction()

# Eight digits of the hash over fcgi/static: the ?v= of every address below /static/, which browsers keep for long.
function(eurzad_static_version out)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fcgi/static/*)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(all "")
  foreach(f ${files})
    file(SHA256 ${f} sha)
    string(APPEND all ${sha})
  endforeach()
  string(SHA256 sha "${all}")
  string(SUBSTRING ${sha} 0 8 sha)
  set(${out} ${sha} PARENT_SCOPE)
endfunction()

function(eurzad_install)
  install(DIRECTORY ${EURZAD_SHARE}/ DESTINATION ${CMAKE_INSTALL_DATADIR}/eurzad)
  file(GLOB units ${CMAKE_SOURCE_DIR}/tools/systemd/*)
  if(units)
    install(FILES ${units} DESTINATION lib/systemd/system)
  endif()
  eurzad_install_system()
endfunction()
