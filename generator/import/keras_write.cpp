// Writing a `.weights.h5` that Keras loads.
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <tuple>

#include "base/file.h"
#include "base/runtime.h"
#include "import/hdf5_handle.h"
#include "import/keras_places.h"
#include "runtime/core/output_file.h"
#include "runtime/core/safetensors.h"

namespace specimen::gen {
namespace {

bool write_name(hid_t group, const std::string& name) {
  if (H5Aexists(group, "name") > 0) return true;
  Handle type(H5Tcopy(H5T_C_S1)), space(H5Screate(H5S_SCALAR));
  if (H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0) return false;
  Handle attribute(H5Acreate2(group, "name", type, space, H5P_DEFAULT, H5P_DEFAULT));
  const char* text = name.c_str();
  return attribute.valid() && H5Awrite(attribute, type, static_cast<const void*>(&text)) >= 0;
}

bool write_variable(hid_t file, const KerasVariable& variable, const SafetensorsEntry& entry) {
  Handle links(H5Pcreate(H5P_LINK_CREATE));
  if (H5Pset_create_intermediate_group(links, 1) < 0) return false;
  const bool known =
      H5Lexists(file, "/layers", H5P_DEFAULT) > 0 &&
      H5Oexists_by_name(file, variable.group.substr(0, variable.group.size() - 5).c_str(), H5P_DEFAULT) > 0 &&
      H5Lexists(file, variable.group.c_str(), H5P_DEFAULT) > 0;
  Handle group(known ? H5Gopen2(file, variable.group.c_str(), H5P_DEFAULT)
                     : H5Gcreate2(file, variable.group.c_str(), links, H5P_DEFAULT, H5P_DEFAULT));
  if (!group.valid() || !write_name(group, variable.layer)) return false;
  std::vector<hsize_t> shape(entry.shape, entry.shape + entry.rank);
  Handle space(shape.empty() ? H5Screate(H5S_SCALAR)
                             : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
  Handle properties(H5Pcreate(H5P_DATASET_CREATE));
  H5Pset_obj_track_times(properties, false);  // the same tensors give the same bytes
  Handle dataset(H5Dcreate2(group, std::to_string(variable.number).c_str(), H5T_IEEE_F32LE, space, H5P_DEFAULT,
                            properties, H5P_DEFAULT));
  return dataset.valid() && H5Dwrite(dataset, H5T_IEEE_F32LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, entry.data) >= 0;
}

}  // namespace

bool write_keras(const std::string& weights, std::vector<KerasVariable> variables, const std::string& path,
                 std::string& message) {
  std::sort(variables.begin(), variables.end(), [](const KerasVariable& a, const KerasVariable& b) {
    return std::tie(a.group, a.number) < std::tie(b.group, b.number);
  });
  SafetensorsFile source;
  if (Status status = source.open(weights.c_str()); !status) return message = status.message(), false;
  if (const std::string obstacle = write_obstacle(path); !obstacle.empty())
    return message = "cannot write `" + path + "`: " + obstacle, false;
  H5dont_atexit();  // what could not be written would be tried again when the program ends, and crash it
  H5Eset_auto(H5E_DEFAULT, nullptr, nullptr);   // it would print
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);  // some file systems have no locks
  OutputFile output;
  int error = output.open(path, true);  // HDF5 opens it by its name
  if (error == 0) {
    errno = EIO;
    Handle file(H5Fcreate(output.writable_name().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
    bool good = file.valid();
    for (std::size_t i = 0; good && i < variables.size(); ++i) {
      const SafetensorsEntry* entry = source.find(variables[i].ours);
      good = entry && write_variable(file, variables[i], *entry);
    }
    if (!good || H5Fflush(file, H5F_SCOPE_GLOBAL) < 0) error = errno;
  }
  if (error == 0) error = output.commit();
  if (error == 0) return true;
  message = "cannot write `" + path + "`: " + std::strerror(error);
  return false;
}

}  // namespace specimen::gen
