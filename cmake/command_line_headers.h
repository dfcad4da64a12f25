// Precompiled for the commands.
#pragma once

#include <CLI/CLI.hpp>

#include "json_headers.h"
