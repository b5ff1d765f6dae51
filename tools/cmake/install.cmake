# What `cmake --install` adds for a production host besides programs and share/: users, folders, nginx, the
# administrator's SQL, the documents. docs/operations.md says what follows.

set(EURZAD_RATE_ALL "100r/s" CACHE STRING "requests an address may make, in nginx's notation")
set(EURZAD_RATE_POST "20r/s" CACHE STRING "forms and messages an address may send, in nginx's notation")

function(eurzad_install_system)
  set(EURZAD_RUN /run/eurzad)
  set(EURZAD_SHARE ${CMAKE_INSTALL_FULL_DATADIR}/eurzad)
  set(EURZAD_NGINX ${CMAKE_INSTALL_FULL_SYSCONFDIR}/eurzad/nginx)
  set(EURZAD_CACHE /var/cache/eurzad)
  set(EURZAD_MAX_BODY 33554432)
  set(filled ${CMAKE_BINARY_DIR}/nginx)
  foreach(name eurzad-http eurzad-locations eurzad-tls)
    configure_file(${CMAKE_SOURCE_DIR}/nginx/${name}.conf.in ${filled}/${name}.conf @ONLY)
    install(FILES ${filled}/${name}.conf DESTINATION ${EURZAD_NGINX})
  endforeach()
  install(FILES ${CMAKE_SOURCE_DIR}/nginx/eurzad-fastcgi.conf DESTINATION ${EURZAD_NGINX})
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/nginx/bledy DESTINATION ${EURZAD_NGINX})
  install(FILES ${CMAKE_SOURCE_DIR}/tools/install/eurzad.sysusers DESTINATION lib/sysusers.d RENAME eurzad.conf)
  install(FILES ${CMAKE_SOURCE_DIR}/tools/install/eurzad.tmpfiles DESTINATION lib/tmpfiles.d RENAME eurzad.conf)
  file(GLOB documents CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/*.md)
  install(FILES ${documents} DESTINATION ${CMAKE_INSTALL_DOCDIR})
endfunction()
