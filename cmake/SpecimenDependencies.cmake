# The libraries that the generator, the runtime's parts and the tests stand on. scripts/setup installs them.

find_package(Threads REQUIRED)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)

# HDF5's C library, where Debian keeps the serial one.
find_path(SPECIMEN_HDF5_INCLUDE hdf5.h PATH_SUFFIXES hdf5/serial REQUIRED)
find_library(SPECIMEN_HDF5_LIBRARY NAMES hdf5_serial hdf5 REQUIRED)
add_library(specimen_hdf5 INTERFACE)
add_library(specimen::hdf5 ALIAS specimen_hdf5)
target_include_directories(specimen_hdf5 SYSTEM INTERFACE ${SPECIMEN_HDF5_INCLUDE})
target_link_libraries(specimen_hdf5 INTERFACE ${SPECIMEN_HDF5_LIBRARY})

# libzip, without its CMake package, which asks for its command line tools.
find_path(SPECIMEN_ZIP_INCLUDE zip.h REQUIRED)
find_library(SPECIMEN_ZIP_LIBRARY NAMES zip REQUIRED)
add_library(specimen_zip INTERFACE)
add_library(specimen::zip ALIAS specimen_zip)
target_include_directories(specimen_zip SYSTEM INTERFACE ${SPECIMEN_ZIP_INCLUDE})
target_link_libraries(specimen_zip INTERFACE ${SPECIMEN_ZIP_LIBRARY})

# utf8proc, which comes without a CMake package.
find_path(SPECIMEN_UTF8PROC_INCLUDE utf8proc.h REQUIRED)
find_library(SPECIMEN_UTF8PROC_LIBRARY NAMES utf8proc REQUIRED)
add_library(specimen_utf8proc INTERFACE)
add_library(specimen::utf8proc ALIAS specimen_utf8proc)
target_include_directories(specimen_utf8proc SYSTEM INTERFACE ${SPECIMEN_UTF8PROC_INCLUDE})
target_link_libraries(specimen_utf8proc INTERFACE ${SPECIMEN_UTF8PROC_LIBRARY})

# Clang's libraries. Debian's CMake package for them asks for the development files of everything that LLVM links, so the
# two shared libraries are named here instead.
set(SPECIMEN_LLVM /usr/lib/llvm-19 CACHE PATH "Where LLVM and Clang 19 are installed")
find_file(SPECIMEN_CLANG_LIBRARY NAMES libclang-cpp.so libclang-cpp.so.19.1 PATHS ${SPECIMEN_LLVM}/lib NO_DEFAULT_PATH REQUIRED)
find_file(SPECIMEN_LLVM_LIBRARY NAMES libLLVM.so libLLVM-19.so PATHS ${SPECIMEN_LLVM}/lib NO_DEFAULT_PATH REQUIRED)
find_path(SPECIMEN_CLANG_INCLUDE clang/Tooling/Tooling.h PATHS ${SPECIMEN_LLVM}/include NO_DEFAULT_PATH REQUIRED)
execute_process(COMMAND ${SPECIMEN_LLVM}/bin/clang -print-resource-dir OUTPUT_VARIABLE SPECIMEN_CLANG_RESOURCES
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
add_library(specimen_clang INTERFACE)
add_library(specimen::clang ALIAS specimen_clang)
target_include_directories(specimen_clang SYSTEM INTERFACE ${SPECIMEN_CLANG_INCLUDE})
target_link_libraries(specimen_clang INTERFACE ${SPECIMEN_CLANG_LIBRARY} ${SPECIMEN_LLVM_LIBRARY})
target_compile_definitions(specimen_clang INTERFACE SPECIMEN_CLANG_RESOURCES="${SPECIMEN_CLANG_RESOURCES}")

# Halide, from the PyPI wheel in .venv unless Halide_ROOT or CMAKE_PREFIX_PATH names another.
file(GLOB wheel LIST_DIRECTORIES true ${CMAKE_SOURCE_DIR}/.venv/lib/python3*/site-packages/halide/lib64/cmake)
set(HalideHelpers_DIR "${wheel}/HalideHelpers" CACHE PATH "Where HalideHelpersConfig.cmake is")
set(Halide_DIR "${wheel}/Halide" CACHE PATH "Where HalideConfig.cmake is")
# Its Python bindings would ask for Python's development files.
set(CMAKE_DISABLE_FIND_PACKAGE_Halide_Python ON)
find_package(Halide 21 REQUIRED COMPONENTS shared)
add_library(specimen_halide INTERFACE)
add_library(specimen::halide ALIAS specimen_halide)
target_link_libraries(specimen_halide INTERFACE Halide::Halide)
