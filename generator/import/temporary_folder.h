// The directory for files in between, under its former name.
#pragma once

#include "base/temporary_directory.h"

namespace specimen::gen {

using TemporaryFolder = TemporaryDirectory;

}  // namespace specimen::gen
