# cmake --install: the two programs, Halide, which comes from a wheel, and what the programs read. They find that relative to
# themselves, so the installation may be moved. Clang and the other libraries are the system's.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(data ${CMAKE_INSTALL_DATADIR}/specimen)
set_target_properties(specimen specimen-kernels PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}/specimen;${SPECIMEN_LLVM}/lib")
install(TARGETS specimen specimen-kernels RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(IMPORTED_RUNTIME_ARTIFACTS Halide::Halide LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/specimen)
install(DIRECTORY specs templates runtime DESTINATION ${data})
# Bundled into generated directories.
install(DIRECTORY generator/base generator/kernels generator/compiler DESTINATION ${data}/generator
        FILES_MATCHING PATTERN "*.h" PATTERN "*.cpp" PATTERN "*.def")
install(FILES LICENSE LICENSE-MIT-0 DESTINATION ${data})

# find_package(specimen): SPECIMEN_ROOT, for directories made with --runtime=shared.
configure_package_config_file(cmake/specimen-config.cmake.in ${CMAKE_BINARY_DIR}/specimen-config.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/specimen PATH_VARS data)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/specimen-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/specimen-config.cmake ${CMAKE_BINARY_DIR}/specimen-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/specimen)
