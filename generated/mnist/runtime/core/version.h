// The version of the runtime's interface. Generated code that was made for another refuses to compile; two versions,
// each in its own inline namespace, live in one program.
#pragma once

#define SPECIMEN_RUNTIME_VERSION 1
