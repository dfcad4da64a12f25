// All processes that a process started, directly or not.
#pragma once

namespace specimen::gen {

// Asks them to end, so that compilers remove their temporary files, and a second later makes them. Waits until none is
// left; gives up after ten seconds.
void end_descendants();

}  // namespace specimen::gen
