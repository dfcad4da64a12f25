// The part of a program for models that read texts. It links the tokenizer.
#ifndef SPECIMEN_V2_PROGRAM_TEXTS_H
#define SPECIMEN_V2_PROGRAM_TEXTS_H

#include "../core/status.h"
#include "description.h"

namespace specimen_v2::program {

// Runs the model on each text among the inputs, and prints what it made of them.
Status run_texts(Session& session);

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_TEXTS_H
