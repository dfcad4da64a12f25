// Names of a checkpoint that a wrapper of the model changed: each begins with the wrapper's attribute.
#pragma once

#include "import/checkpoint.h"

namespace specimen::gen {

// Takes `module.` (DataParallel), `_orig_mod.` (torch.compile) or `model.` (Lightning) off the names, if all
// of them begin with it, and leaves a note. False: they do not.
bool remove_wrapper(Checkpoint& checkpoint);

}  // namespace specimen::gen
