# The target stance_options: what every target of ours is compiled with. It is never exported: users keep their own flags.
add_library(stance_options INTERFACE)
target_compile_features(stance_options INTERFACE cxx_std_20)

if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(stance_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    # The same input gives the same bytes: no fused multiply-add that one compiler forms and another does not.
    -ffp-contract=off -fno-fast-math)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 sees overlapping copies in plain std::string code (GCC bug 105329, mended in GCC 13).
    target_compile_options(stance_options INTERFACE -Wno-restrict)
  endif()
  if(STANCE_WARNINGS_AS_ERRORS)
    target_compile_options(stance_options INTERFACE -Werror)
  endif()
endif()

if(STANCE_SANITIZE)
  set(flags "-fsanitize=${STANCE_SANITIZE}" -fno-omit-frame-pointer)
  if(STANCE_SANITIZE MATCHES "undefined")
    list(APPEND flags -fno-sanitize-recover=all)
  endif()
  target_compile_options(stance_options INTERFACE ${flags})
  target_link_options(stance_options INTERFACE "-fsanitize=${STANCE_SANITIZE}")
  if(STANCE_SANITIZE MATCHES "undefined")
    # The places that this sanitizer may report are 140 MB of pointers in the unit tests. The loader of a program that may lie anywhere in
    # memory writes all of them anew at each start, which was half of the time of most tests.
    target_link_options(stance_options INTERFACE "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>")
  endif()
endif()

if(STANCE_CLANG_TIDY)
  find_program(STANCE_CLANG_TIDY_PROGRAM NAMES clang-tidy-14 clang-tidy PATHS /usr/lib/llvm-14/bin REQUIRED)
endif()

# stance_our_target(TARGET [NO_TIDY]): settings that cannot travel through an interface target. Call it on every target of ours.
# NO_TIDY is for the unit tests: clang-tidy takes a minute a file for what the macros of GoogleTest stand for.
function(stance_our_target target)
  cmake_parse_arguments(PARSE_ARGV 1 our "NO_TIDY" "" "")
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF CXX_STANDARD_REQUIRED ON)
  if(STANCE_CLANG_TIDY AND NOT our_NO_TIDY)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "${STANCE_CLANG_TIDY_PROGRAM};--quiet")
  endif()
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:stance_options>)
endfunction()

# stance_precompile(TARGET HEADER…): reads these headers once for the whole target, where STANCE_PRECOMPILE_HEADERS is on. Headers of others
# only: a change of one of ours must not compile everything again. Off in optimised builds, which prove that each file includes what it needs.
function(stance_precompile target)
  if(NOT STANCE_PRECOMPILE_HEADERS)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE ${ARGN})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)  # without it ccache passes these files on to the compiler
  endif()
endfunction()
