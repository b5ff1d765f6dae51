# SOAP services. A module that answers a contract has the WSDL and the file service.cmake in its folder:
#
#   eurzad_service(skrytka WSDL skrytka.wsdl PATH /soap/skrytka EPUAP /pk_external_ws/services/skrytka
#                  CALLER ob:IdentyfikatorPodmiotu)
#
# The name is unique among services: partners have rights to it, C names begin with it, x_soap.c includes
# "<name>_service.h". CALLER is the header that says who calls. Schemas lie beside the WSDL or, when several contracts share
# them, in wsdl/. tools/wsdl2c makes everything else; the path of a request chooses the service.
function(eurzad_service name)
  cmake_parse_arguments(S "" "WSDL;PATH;EPUAP;CALLER" "" ${ARGN})
  get_property(taken GLOBAL PROPERTY EURZAD_SERVICES)
  if(name IN_LIST taken)
    message(FATAL_ERROR "Two SOAP services are called ${name}.")
  endif()
  set(folder ${CMAKE_CURRENT_LIST_DIR})
  set(out ${EURZAD_GEN}/soap/${name})
  file(GLOB contracts CONFIGURE_DEPENDS ${folder}/*.wsdl ${folder}/*.xsd)
  file(GLOB shared CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/wsdl/*.xsd)
  set(generated ${out}/${name}C.c ${out}/${name}Server.c ${out}/${name}_service.c)
  add_custom_command(
    OUTPUT ${generated} ${out}/${name}_service.h ${out}/${name}_names.h
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/wsdl2c --name ${name} --wsdl ${folder}/${S_WSDL}
            --schemas ${CMAKE_SOURCE_DIR}/wsdl --path ${S_PATH} --epuap "${S_EPUAP}" --caller ${S_CALLER} ${out}
    DEPENDS ${contracts} ${shared} ${CMAKE_SOURCE_DIR}/tools/wsdl2c VERBATIM)
  add_custom_target(service_${name} DEPENDS ${generated})
  add_library(stubs_${name} OBJECT ${generated})
  add_dependencies(stubs_${name} service_${name})
  target_include_directories(stubs_${name} SYSTEM PRIVATE ${out})
  target_include_directories(stubs_${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(stubs_${name} PRIVATE PkgConfig::GSOAP PkgConfig::CORE)
  target_compile_options(stubs_${name} PRIVATE -w -fno-sanitize=undefined -include ${out}/${name}_names.h)
  target_compile_definitions(stubs_${name} PRIVATE ${EURZAD_DEFINES})
  set_property(GLOBAL APPEND PROPERTY EURZAD_OPERATIONS stubs_${name})
  set_property(GLOBAL APPEND PROPERTY EURZAD_SERVICES ${name})
  set_property(GLOBAL APPEND PROPERTY EURZAD_WSDL ${contracts})
  set(services ${services} ${name} PARENT_SCOPE)
endfunction()

# The operations of a module see the generated headers of its services.
function(eurzad_operations target)
  target_link_libraries(${target} PRIVATE PkgConfig::GSOAP)
  foreach(name ${ARGN})
    add_dependencies(${target} service_${name})
    target_include_directories(${target} SYSTEM PRIVATE ${EURZAD_GEN}/soap/${name})
  endforeach()
endfunction()

# eurzad_services(layer): the table of all services, in the layer that serves them.
function(eurzad_services layer)
  get_property(services GLOBAL PROPERTY EURZAD_SERVICES)
  set(declared "")
  set(rows "")
  foreach(name ${services})
    string(APPEND declared "extern const struct soap_service ${name}_service;\n")
    string(APPEND rows "    &${name}_service,\n")
  endforeach()
  file(CONFIGURE OUTPUT ${EURZAD_GEN}/services.c @ONLY CONTENT
       "/* generated: every module's SOAP services */\n#include <stddef.h>\n\n#include \"soap/service.h\"\n\n${declared}
const struct soap_service *const all_services[] = {\n${rows}    NULL,\n};\n")
  target_sources(${layer} PRIVATE ${EURZAD_GEN}/services.c)
  target_link_libraries(${layer} PUBLIC PkgConfig::GSOAP)
endfunction()
