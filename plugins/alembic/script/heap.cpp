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

void Heap::link(Memory memory, Object& object, std::size_t bytes) noexcept {
  auto* block = new (memory.release()) Block();
  block->heap = this;
  block->references = 1;
  block->charged = bytes;
  block->next = first_;
  if (first_ != nullptr) first_->previous = block;
  object.block_ = block;
  block->object = &object;
  first_ = block;
}

void Heap::unlink(Block* block) noexcept {
  (block->previous != nullptr ? block->previous->next : first_) = block->next;
  if (block->next != nullptr) block->next->previous = block->previous;
  block->previous = block->next = nullptr;
}

void Heap::destroy_object(Block* block) noexcept {
  if (Object* object = std::exchange(block->object, nullptr)) object->~Object();
}

void Heap::free_block(Block* block) noexcept {
  Memory memory(block);
  block->~Block();
}

void Heap::discard(Block* block) noexcept {
  unlink(block);
  block->next = dead_;
  dead_ = block;
  if (draining_) return;
  draining_ = true;
  while (dead_ != nullptr) {
    Block* current = dead_;
    dead_ = current->next;
    used_ -= current->charged;
    destroy_object(current);
    free_block(current);
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
    Block* next = first_->next;
    free_block(first_);
    first_ = next;
  }
}

}  // namespace pycharter::alembic::script
