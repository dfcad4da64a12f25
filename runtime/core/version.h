// The version of the runtime. Its namespace, macros and library carry it, so that code generated for one version and
// code for another live in one program, and even in one source file. It counts whatever generated directories share: a
// model uses the runtime of another one of the same version.
#ifndef SPECIMEN_V2_CORE_VERSION_H
#define SPECIMEN_V2_CORE_VERSION_H

#define SPECIMEN_V2

// What a shared library of a model shows of the runtime. A static library shows nothing, so that a shared library of
// the host that is linked with it does not, either.
#if defined(SPECIMEN_V2_EXPORTS)
#define SPECIMEN_V2_API __attribute__((visibility("default")))
#else
#define SPECIMEN_V2_API
#endif

#endif  // SPECIMEN_V2_CORE_VERSION_H
