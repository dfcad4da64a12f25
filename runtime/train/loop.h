// The command line of a training program: its main() fills a Recipe and calls run().
//
//   mnist_train --data_dir DIRECTORY --model_dir DIRECTORY [OPTIONS]        mnist_train --help lists them
//
//   int main(int argc, char** argv) {
//     namespace train = specimen_v2::train;
//     train::Recipe recipe;
//     recipe.batch_size = 100;
//     ...
//     return train::run(argc, argv,
//                       train::trainee_of<mnist_train::loss_and_gradients, mnist::forward>(mnist_train::train_info(),
//                                                                                          mnist::info()),
//                       recipe);
//   }
//
// A run continues from the newest whole checkpoint in its model directory, and gives the same bits as one that was
// never stopped, with any number of threads.
#ifndef SPECIMEN_V2_TRAIN_LOOP_H
#define SPECIMEN_V2_TRAIN_LOOP_H

#include "recipe.h"
#include "trainee.h"
#include "trainee_of.h"

namespace specimen_v2::train {

// The exit status: 0; 1 after an error, 2 after a wrong option, 3 where the loss was not finite, 6 where a file could
// not be written, 130 after Ctrl-C. Messages go to standard error.
int run(int argc, char** argv, const Trainee& trainee, const Recipe& recipe);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_LOOP_H
