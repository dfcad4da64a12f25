# Compilers, warnings, sanitizers, linker and compiler cache, the same for every target.

add_compile_options(-Wall -Wextra -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False alarms of g++ 12 inside the standard library's own headers at -O2.
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds
                      -Wno-dangling-pointer)
endif()

if(SPECIMEN_SANITIZE)
  add_compile_options(-fsanitize=${SPECIMEN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g1)
  add_link_options(-fsanitize=${SPECIMEN_SANITIZE})
  # The runtime's classes have no RTTI, which checks of virtual calls ask for.
  add_compile_options(-fno-sanitize=vptr)
endif()

find_program(SPECIMEN_CCACHE ccache)
if(SPECIMEN_CCACHE)
  # Precompiled headers are cached only with this sloppiness. Paths are hashed relative to the checkout, so that several
  # checkouts share one cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${SPECIMEN_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  else()
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

find_program(SPECIMEN_LLD ld.lld PATHS /usr/lib/llvm-19/bin)
if(SPECIMEN_LLD)
  cmake_path(GET SPECIMEN_LLD PARENT_PATH lld_directory)
  add_link_options(-B${lld_directory} -fuse-ld=lld)
endif()
