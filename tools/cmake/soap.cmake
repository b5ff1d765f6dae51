# gSOAP stubs from our own contracts; generated code is its own target, without our warnings.
if(GSOAP_FOUND AND EXISTS ${CMAKE_SOURCE_DIR}/wsdl/skrytka.wsdl)
  include(soap/soap.cmake OPTIONAL)
endif()
