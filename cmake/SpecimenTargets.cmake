# What the targets of this project are made of. Sources are found by folder, so that a new file needs no line here.

# sources_of(OUT FOLDER ONLY EXCLUDE): the .cpp files below FOLDER, filtered by regular expressions over their paths.
function(sources_of out folder only exclude)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  if(only)
    list(FILTER sources INCLUDE REGEX "${only}")
  endif()
  if(exclude)
    list(FILTER sources EXCLUDE REGEX "${exclude}")
  endif()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# specimen_precompile(TARGET HEADER): each target with the same headers and libraries has its own copy; a copy costs
# seconds, and sharing would tie their flags together.
function(specimen_precompile target header)
  target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/${header})
endfunction()

# specimen_layer(NAME [UNITY] [FOLDER folder] [ONLY regex] [EXCLUDE regex] [LIBS ...] [PRIVATE ...] [PRECOMPILE header]): the
# library specimen_NAME of generator/NAME. A layer without sources is an interface, so that others can link it all the same.
# UNITY: eight sources are compiled as one, which takes a third of the time; names in their unnamed namespaces must differ.
function(specimen_layer name)
  cmake_parse_arguments(arg "UNITY" "FOLDER;ONLY;EXCLUDE;PRECOMPILE" "LIBS;PRIVATE" ${ARGN})
  if(NOT arg_FOLDER)
    set(arg_FOLDER ${name})
  endif()
  sources_of(sources generator/${arg_FOLDER} "${arg_ONLY}" "${arg_EXCLUDE}")
  if(sources)
    add_library(specimen_${name} STATIC ${sources})
    target_include_directories(specimen_${name} PUBLIC ${CMAKE_SOURCE_DIR}/generator)
    target_link_libraries(specimen_${name} PUBLIC ${arg_LIBS} fmt::fmt PRIVATE ${arg_PRIVATE})
    if(arg_UNITY AND SPECIMEN_UNITY)
      set_target_properties(specimen_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
    if(arg_PRECOMPILE)
      specimen_precompile(specimen_${name} ${arg_PRECOMPILE})
    endif()
  else()
    add_library(specimen_${name} INTERFACE)
    target_include_directories(specimen_${name} INTERFACE ${CMAKE_SOURCE_DIR}/generator)
    target_link_libraries(specimen_${name} INTERFACE ${arg_LIBS} fmt::fmt)
  endif()
endfunction()

# specimen_runtime(NAME [LIBS ...]): the library specimen_runtime_NAME of runtime/NAME.
function(specimen_runtime name)
  cmake_parse_arguments(arg "" "" "LIBS" ${ARGN})
  sources_of(sources runtime/${name} "" "")
  if(sources)
    add_library(specimen_runtime_${name} STATIC ${sources})
    set_target_properties(specimen_runtime_${name} PROPERTIES CXX_STANDARD 17)
    target_compile_options(specimen_runtime_${name} PRIVATE -fno-exceptions -fno-rtti -ffunction-sections -fdata-sections)
    target_include_directories(specimen_runtime_${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(specimen_runtime_${name} PUBLIC ${arg_LIBS})
  else()
    add_library(specimen_runtime_${name} INTERFACE)
    target_include_directories(specimen_runtime_${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(specimen_runtime_${name} INTERFACE ${arg_LIBS})
  endif()
endfunction()

# specimen_program(NAME MAIN [LIBS ...]): build/bin/NAME, once its main file exists.
function(specimen_program name main)
  cmake_parse_arguments(arg "" "" "LIBS" ${ARGN})
  if(EXISTS ${CMAKE_SOURCE_DIR}/${main})
    add_executable(${name} ${main})
    target_link_libraries(${name} PRIVATE ${arg_LIBS})
    target_compile_definitions(${name} PRIVATE SPECIMEN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  endif()
endfunction()
