// The version of the runtime. Its namespace, macros and library carry it, so that code generated for one version and
// code for another live in one program, and even in one source file. It counts whatever generated directories share: a
// model uses the runtime of another one of the same version.
#ifndef SPECIMEN_V2_CORE_VERSION_H
#define SPECIMEN_V2_CORE_VERSION_H

#define SPECIMEN_V2

#endif  // SPECIMEN_V2_CORE_VERSION_H
