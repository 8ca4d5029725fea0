// A plugin that needs a library which is not where the loader looks.
#include <pycharter/plugin/abi.h>

extern "C" int pycharter_test_absent();

extern "C" __attribute__((visibility("default"))) const pycharter_descriptor* pycharter_plugin_v1() {
  return pycharter_test_absent() == 0 ? nullptr : nullptr;
}
