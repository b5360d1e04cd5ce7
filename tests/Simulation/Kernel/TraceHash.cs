using System.Buffers.Binary;
using System.Numerics;

namespace Omnichannel.Simulation.Kernel;

/// <summary>One number for everything a run did, in order: two runs of a seed must end with the same one.</summary>
public sealed class TraceHash
{
    public ulong Value { get; private set; } = 0xCBF29CE484222325;

    public void Add(long number) => Add(unchecked((ulong)number));

    public void Add(ulong number)
    {
        unchecked
        {
            Value = BitOperations.RotateLeft((Value ^ number) * 0x9E3779B97F4A7C15, 27);
        }
    }

    // The runtime's own hash of a string differs from process to process.
    public void Add(string text)
    {
        foreach (var character in text) Add((ulong)character);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) Add((ulong)value);
    }
}
