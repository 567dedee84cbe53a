//! The discount rules: a component in freestanding Zig, its export written straight against the Component Model's
//! canonical ABI. Strings arrive as UTF-8 in this module's memory, put there by way of cabi_realloc.

const std = @import("std");

/// Holds the arguments of the call in progress; emptied when that call ends.
var arena = std.heap.ArenaAllocator.init(std.heap.wasm_allocator);

fn realloc(old: ?[*]u8, old_size: usize, alignment: usize, size: usize) callconv(.c) [*]u8 {
    if (size <= old_size) {
        if (old) |same| return same;
        return @ptrFromInt(alignment); // nothing asked for: any aligned address is good
    }
    const new = arena.allocator().rawAlloc(size, .fromByteUnits(alignment), @returnAddress()) orelse @trap();
    if (old) |from| @memcpy(new[0..old_size], from[0..old_size]);
    return new;
}

fn percent(sku: [*]const u8, length: usize, base: f64) callconv(.c) f32 {
    defer _ = arena.reset(.retain_capacity);
    const volume: f32 = if (base >= 50.0) 15.0 else if (base >= 20.0) 7.5 else 0.0;
    const promotion: f32 = if (std.mem.startsWith(u8, sku[0..length], "promo-")) 5.0 else 0.0;
    return volume + promotion;
}

comptime {
    @export(&realloc, .{ .name = "cabi_realloc" });
    @export(&percent, .{ .name = "example:pricing/discounts#percent" });
}
