#include "interrupt.h"

#include <signal.h>

namespace specimen_v2::train {
namespace {

volatile sig_atomic_t came = 0;

void handle(int number) { came = number; }

void listen(int number, void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  // The second one has the system's own effect.
  action.sa_flags = SA_RESTART | (handler == handle ? static_cast<int>(SA_RESETHAND) : 0);
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt() {
  came = 0;
  listen(SIGINT, handle);
  listen(SIGTERM, handle);
}

Interrupt::~Interrupt() {
  listen(SIGINT, SIG_DFL);
  listen(SIGTERM, SIG_DFL);
}

int Interrupt::signal() { return came; }

}  // namespace specimen_v2::train
