// Memory for a library that asks for small blocks all the time, nearly always from one thread.
#ifndef PYCHARTER_SQLITE_BLOCK_POOL_H
#define PYCHARTER_SQLITE_BLOCK_POOL_H

#include <pthread.h>

#include <array>
#include <atomic>
#include <cstddef>

namespace pycharter::sqlite {

// Free blocks are kept in a list for each size. What the thread of the pool frees it gets again, without a
// lock and without a look at neighbours; other threads are served by malloc. Memory is given back to the
// system by the end of the process only: this is for one that works on one database and ends. Has no
// destructor, so that it may be global and outlive whatever uses it.
class BlockPool {
 public:
  constexpr BlockPool() = default;
  BlockPool(const BlockPool&) = delete;
  BlockPool& operator=(const BlockPool&) = delete;

  // From now on the pool is this thread's. Not to be called while another thread that owned it still runs.
  void adopt_this_thread() noexcept { owner_ = pthread_self(); }

  // Aligned to 8 bytes, which is what SQLite asks for; nullptr where there is no memory. Thread-safe, as all
  // below.
  void* allocate(std::size_t size) noexcept;
  // As realloc: nullptr leaves the old block as it was.
  void* reallocate(void* block, std::size_t size) noexcept;
  void release(void* block) noexcept;

  // What a block holds, which may be more than was asked for.
  static std::size_t size_of(const void* block) noexcept;
  // What a block would hold that is asked for with `size`.
  static std::size_t rounded(std::size_t size) noexcept;

 private:
  // Sizes up to 1 KiB by steps of 16 bytes, above up to 128 KiB by quarters of a power of two.
  static constexpr std::size_t small_classes = 65, large_classes = 7 * 4;

  struct FreeBlock {
    FreeBlock* next;
  };

  bool is_ours() const noexcept { return pthread_equal(pthread_self(), owner_) != 0; }
  void* make_block(std::size_t block_size, std::size_t size_class) noexcept;
  bool take_back_returned() noexcept;
  void keep(void* block) noexcept;

  pthread_t owner_{};  // nobody's: no thread of the systems that there are has that name
  std::array<FreeBlock*, small_classes + large_classes> free_{};
  std::byte* unused_ = nullptr;  // the rest of the last chunk
  std::size_t unused_size_ = 0;
  std::atomic<FreeBlock*> returned_ = nullptr;  // blocks of the pool that other threads have freed
};

}  // namespace pycharter::sqlite

#endif
