# gSOAP: contract -> C. ob:, skr: are fixed by the typemap; -k because ePUAP's clients do not mark headers
# mustUnderstand; DaneDodatkowe becomes a pointer, so that an absent header is absent.
set(SOAP_GEN ${CMAKE_BINARY_DIR}/gen/soap)
file(MAKE_DIRECTORY ${SOAP_GEN})
add_custom_command(
  OUTPUT ${SOAP_GEN}/soapC.c ${SOAP_GEN}/soapServer.c ${SOAP_GEN}/soapH.h ${SOAP_GEN}/soapStub.h
  COMMAND wsdl2h -c -k -x -t ${CMAKE_SOURCE_DIR}/wsdl/typemap.dat -o services.h ${CMAKE_SOURCE_DIR}/wsdl/skrytka.wsdl
  COMMAND sed -i "s/struct xsd__base64Binary             ob__DaneDodatkowe/struct xsd__base64Binary *ob__DaneDodatkowe/"
          services.h
  COMMAND soapcpp2 -c -S -x -L -I/usr/share/gsoap/import:/usr/share/gsoap services.h
  DEPENDS ${CMAKE_SOURCE_DIR}/wsdl/skrytka.wsdl ${CMAKE_SOURCE_DIR}/wsdl/obiekty.xsd ${CMAKE_SOURCE_DIR}/wsdl/typemap.dat
  WORKING_DIRECTORY ${SOAP_GEN} VERBATIM)
add_custom_target(soap_sources DEPENDS ${SOAP_GEN}/soapC.c)
add_library(soap_stubs OBJECT ${SOAP_GEN}/soapC.c ${SOAP_GEN}/soapServer.c)
target_include_directories(soap_stubs SYSTEM PUBLIC ${SOAP_GEN})
target_link_libraries(soap_stubs PUBLIC PkgConfig::GSOAP)
target_compile_options(soap_stubs PRIVATE -w -fno-sanitize=undefined)

eurzad_layer(soap soap)
add_dependencies(soap_layer soap_sources)
target_sources(soap_layer PRIVATE $<TARGET_OBJECTS:soap_stubs>)
target_include_directories(soap_layer SYSTEM PUBLIC ${SOAP_GEN})
target_link_libraries(soap_layer PUBLIC PkgConfig::GSOAP)
