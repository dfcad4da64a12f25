// Where numbers stopped being finite: the step is computed again, and every op's result is looked at.
#ifndef SPECIMEN_V2_TRAIN_DIAGNOSE_H
#define SPECIMEN_V2_TRAIN_DIAGNOSE_H

#include <string>

#include "trainee.h"

namespace specimen_v2::train {

// Runs the training function on the same batch in a new context. The text says which input, parameter or op was the
// first that was not finite.
std::string first_not_finite(const Trainee& trainee, void* training, const ContextOptions& options,
                             const Arguments& arguments);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_DIAGNOSE_H
