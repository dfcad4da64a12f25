// What this program took from the heap through `new` so far.
#pragma once

long allocations();
