// libunbound's header has no macros that hide a function: Swift imports it as it is.
#include <unbound.h>
