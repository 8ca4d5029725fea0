// What needs_absent.cpp needs.
extern "C" __attribute__((visibility("default"))) int pycharter_test_absent();
extern "C" int pycharter_test_absent() {
  return 1;
}
