// The command line of a model: its program's main() is a description of the model and a call of run().
//
//   resnet50 WEIGHTS INPUT... [OPTIONS]        resnet50 --help lists them
//
// WEIGHTS is a safetensors file or a file of packed weights; `synthetic` stands for made-up numbers, to time the
// network. INPUT is an image file (JPEG or PNG) where the model reads images; a text, `@FILE` or `-` (standard input)
// with a text a line where it reads texts; or a safetensors file with a tensor for each input of the model, by its
// name, of one example or of a batch; or again `synthetic`, of --sequence tokens. After `--` nothing is an option.
// --json prints a line of JSON for each input, --out writes whole outputs to a file.
//
// Of texts, --vocabulary names the directory of the tokenizer that belongs to the weights, or its vocab.txt or
// tokenizer.json. --cased keeps capitals and accents, where none of its files says whether they count. --pair takes
// texts two by two, those of lines with a tab between them.
#ifndef SPECIMEN_V2_PROGRAM_PROGRAM_H
#define SPECIMEN_V2_PROGRAM_PROGRAM_H

#include "description.h"
#include "model_of.h"

namespace specimen_v2::program {

// The exit status: 0; 1 after an error, 2 after a wrong option, 6 where a file or what was printed could not be
// written. Messages go to standard error.
int run(int argc, char** argv, const Description& description);

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_PROGRAM_H
