#include "processes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <type_traits>

#ifdef SPECIMEN_V2_MPI
#include <mpi.h>
#endif

namespace specimen_v2::train {

#ifdef SPECIMEN_V2_MPI
namespace {

constexpr std::int64_t kMostAtOnce = std::int64_t{1} << 28;  // elements or bytes: MPI counts with int

Status made(int code, const char* what) {
  return code == MPI_SUCCESS ? Status() : Status(StatusCode::internal, "MPI could not %s: error %d", what, code);
}

}  // namespace

void Processes::finish() {
  if (started_) MPI_Finalize();
}

Status Processes::start() {
  if (Status status = made(MPI_Init(nullptr, nullptr), "start"); !status) return status;
  started_ = true;
  if (Status status = made(MPI_Comm_rank(MPI_COMM_WORLD, &rank_), "number the processes"); !status) return status;
  return made(MPI_Comm_size(MPI_COMM_WORLD, &count_), "count the processes");
}

Status Processes::wait() const {
  return count_ == 1 ? Status() : made(MPI_Barrier(MPI_COMM_WORLD), "wait for the other processes");
}

Status Processes::any(bool* value) const {
  if (count_ == 1) return Status();
  int found = *value ? 1 : 0;
  const int code = MPI_Allreduce(MPI_IN_PLACE, &found, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  *value = found != 0;
  return made(code, "reach the other processes");
}

Status Processes::share(void* data, std::size_t bytes) const {
  if (count_ == 1) return Status();
  for (std::size_t first = 0; first < bytes; first += kMostAtOnce) {
    const int part = static_cast<int>(std::min<std::size_t>(kMostAtOnce, bytes - first));
    const int code = MPI_Bcast(static_cast<char*>(data) + first, part, MPI_BYTE, 0, MPI_COMM_WORLD);
    if (Status status = made(code, "reach the other processes"); !status) return status;
  }
  return Status();
}

Status Processes::sum(Real* values, std::int64_t count) const {
  if (count_ == 1) return Status();
  const MPI_Datatype type = std::is_same_v<Real, float> ? MPI_FLOAT : MPI_DOUBLE;
  for (std::int64_t first = 0; first < count; first += kMostAtOnce) {
    const int part = static_cast<int>(std::min(kMostAtOnce, count - first));
    const int code = MPI_Allreduce(MPI_IN_PLACE, values + first, part, type, MPI_SUM, MPI_COMM_WORLD);
    if (Status status = made(code, "add up the gradients"); !status) return status;
  }
  return Status();
}

Status Processes::sum(std::int64_t* value) const {
  if (count_ == 1) return Status();
  return made(MPI_Allreduce(MPI_IN_PLACE, value, 1, MPI_INT64_T, MPI_SUM, MPI_COMM_WORLD), "reach the other processes");
}

void Processes::abort(int exit_status) const {
  if (count_ == 1) return;
  (void)std::fflush(nullptr);
  MPI_Abort(MPI_COMM_WORLD, exit_status);
  std::_Exit(exit_status);
}
#else
void Processes::finish() {}

Status Processes::start() {
  return Status(StatusCode::unsupported,
                "this program was built without MPI: install libopenmpi-dev and openmpi-bin; `specimen train --mpi` "
                "builds it again, CMake with -D<MODEL>_TRAIN_MPI=ON");
}

Status Processes::wait() const { return Status(); }
Status Processes::any(bool*) const { return Status(); }
Status Processes::share(void*, std::size_t) const { return Status(); }
Status Processes::sum(Real*, std::int64_t) const { return Status(); }
Status Processes::sum(std::int64_t*) const { return Status(); }
void Processes::abort(int) const {}
#endif

Processes::~Processes() { finish(); }

Status ProcessMean::call(void* data, Real* loss, Real* gradients, std::int64_t count) {
  const ProcessMean& mean = *static_cast<ProcessMean*>(data);
  std::int64_t all = mean.rows_;
  if (Status status = mean.processes_.sum(&all); !status) return status;
  if (mean.rows_ == 0) {  // the gradients are still those of the step before
    *loss = 0;
    std::fill_n(gradients, count, Real{0});
  } else {
    const Real part = static_cast<Real>(mean.rows_) / static_cast<Real>(all);
    *loss *= part;
    for (std::int64_t i = 0; i < count; ++i) gradients[i] *= part;
  }
  if (Status status = mean.processes_.sum(loss, 1); !status) return status;
  return mean.processes_.sum(gradients, count);
}

}  // namespace specimen_v2::train
