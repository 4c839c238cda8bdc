# libsmartcols, tables on a terminal (libsmartcols-dev); it brings no CMake files of its own. Defines the target smartcols::smartcols.
find_path(smartcols_INCLUDE_DIR libsmartcols/libsmartcols.h)
find_library(smartcols_LIBRARY smartcols)
mark_as_advanced(smartcols_INCLUDE_DIR smartcols_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(smartcols REQUIRED_VARS smartcols_LIBRARY smartcols_INCLUDE_DIR)

if(smartcols_FOUND AND NOT TARGET smartcols::smartcols)
  add_library(smartcols::smartcols UNKNOWN IMPORTED)
  set_target_properties(smartcols::smartcols PROPERTIES
    IMPORTED_LOCATION "${smartcols_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${smartcols_INCLUDE_DIR}")
endif()
