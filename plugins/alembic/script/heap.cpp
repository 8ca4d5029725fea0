#include "alembic/script/heap.h"

#include "alembic/script/error.h"
#include "alembic/script/value.h"

namespace pycharter::alembic::script {

void Heap::refuse() const {
  stop("memory", "it would need more than " + std::to_string(limit_ >> 20) + " MiB");
}

void Heap::require(std::size_t bytes) const {
  if (bytes > limit_ - used_) refuse();
}

void Heap::link(std::unique_ptr<Object> object, std::size_t bytes) {
  auto block = std::make_unique<Block>();
  block->heap = this;
  block->references = 1;
  block->charged = bytes;
  block->next = first_;
  if (first_ != nullptr) first_->previous = block.get();
  object->block_ = block.get();
  block->object = object.release();
  first_ = block.release();
}

void Heap::unlink(Block* block) noexcept {
  (block->previous != nullptr ? block->previous->next : first_) = block->next;
  if (block->next != nullptr) block->next->previous = block->previous;
  block->previous = block->next = nullptr;
}

void Heap::destroy_object(Block* block) noexcept {
  std::unique_ptr<Object>(std::exchange(block->object, nullptr));
}

void Heap::discard(Block* block) noexcept {
  unlink(block);
  block->next = dead_;
  dead_ = block;
  if (draining_) return;
  draining_ = true;
  while (dead_ != nullptr) {
    std::unique_ptr<Block> current(dead_);
    dead_ = current->next;
    used_ -= current->charged;
    destroy_object(current.get());
  }
  draining_ = false;
}

Heap::~Heap() {
  // One reference of our own on each keeps `release` from freeing anything while the objects go, in whatever
  // order.
  for (Block* block = first_; block != nullptr; block = block->next)
    ++block->references;
  for (Block* block = first_; block != nullptr; block = block->next)
    destroy_object(block);
  while (first_ != nullptr) {
    std::unique_ptr<Block> current(first_);
    first_ = current->next;
  }
}

}  // namespace pycharter::alembic::script
