// Ctrl-C asks a run to end after its step, with a checkpoint. A second one ends it at once.
#ifndef SPECIMEN_V2_TRAIN_INTERRUPT_H
#define SPECIMEN_V2_TRAIN_INTERRUPT_H

namespace specimen_v2::train {

// SIGINT and SIGTERM from now on, until the scope ends.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  static int signal();  // that came; 0: none
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_INTERRUPT_H
