// Who owns the values of one interpreter.
//
// Every object lives in a block of one Heap and is reference counted, so that a loop over a million rows
// keeps only the rows it still holds. What a cycle keeps alive goes with the Heap. Blocks outlive the objects
// in them until the Heap's own end: dropping a reference to an object that is already destroyed is then
// harmless, in any order, and a host object's author need not know of cycles. Destruction is a queue, not a
// recursion: a list nested a million deep is no stack overflow.
//
// Memory is accounted: a block charges its object's size, and objects that grow charge what they grow by.
// Past the limit the script is stopped (error.h), before the memory is asked for.
//
// Not thread-safe: one interpreter, one thread at a time.
#ifndef PYCHARTER_ALEMBIC_SCRIPT_HEAP_H
#define PYCHARTER_ALEMBIC_SCRIPT_HEAP_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

namespace pycharter::alembic::script {

class Object;
class Heap;

// What a reference points to, with its object behind it in the same memory. Stays valid until the Heap ends
// or, outside that, until the last reference is gone.
struct alignas(std::max_align_t) Block {
  Heap* heap = nullptr;
  Object* object = nullptr;
  std::size_t references = 0;
  std::size_t charged = 0;  // bytes accounted for the object
  Block* previous = nullptr;
  Block* next = nullptr;
};

class Heap {
 public:
  explicit Heap(std::size_t limit) : limit_(limit) {}
  ~Heap();
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  // Makes an object with one reference, which the caller adopts (Value::adopt; `make` in objects.h does
  // both).
  template <class T, class... Arguments>
  T* create(Arguments&&... arguments) {
    static_assert(alignof(T) <= alignof(Block));
    account(sizeof(T) + sizeof(Block));
    Memory memory(::operator new(sizeof(Block) + sizeof(T)));
    T* made =
        new (static_cast<std::byte*>(memory.get()) + sizeof(Block)) T(std::forward<Arguments>(arguments)...);
    link(std::move(memory), *made, sizeof(T) + sizeof(Block));
    return made;
  }

  // Accounts `bytes` more to an object, before it grows. Throws the "stopped" error past the limit.
  void charge(Block& block, std::size_t bytes) {
    account(bytes);
    block.charged += bytes;
  }
  // Checks that `bytes` more would be allowed, without taking them: for a result that is about to be built.
  void require(std::size_t bytes) const;

  std::size_t used() const noexcept { return used_; }
  std::size_t limit() const noexcept { return limit_; }

  static void release(Block* block) noexcept {
    if (--block->references == 0) block->heap->discard(block);
  }

 private:
  struct Free {
    void operator()(void* memory) const noexcept { ::operator delete(memory); }
  };
  using Memory = std::unique_ptr<void, Free>;

  void account(std::size_t bytes) {
    if (bytes > limit_ - used_) refuse();
    used_ += bytes;
  }
  [[noreturn]] void refuse() const;
  void link(Memory memory, Object& object, std::size_t bytes) noexcept;
  void discard(Block* block) noexcept;
  void unlink(Block* block) noexcept;
  static void destroy_object(Block* block) noexcept;
  static void free_block(Block* block) noexcept;

  std::size_t limit_;
  std::size_t used_ = 0;
  Block* first_ = nullptr;
  Block* dead_ = nullptr;  // waiting to be destroyed, chained by `next`
  bool draining_ = false;
};

}  // namespace pycharter::alembic::script

#endif
