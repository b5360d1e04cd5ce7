using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Omnichannel.Journal;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4) over a row and the checksum of the row before it (I14): a damaged, missing or reordered row breaks the chain.</summary>
public static class JournalChecksum
{
    /// <summary>The link that the first row of an entity hangs on.</summary>
    public static uint Seed(EntityKey entity)
    {
        // Of its name, without making that: every append asks, as the shard of an entity follows from it.
        const int BytesPerCharacterMax = 3;
        if (entity.Kind.Length + 1 + entity.Key.Length > Limits.JournalNameLengthMax) return Add(uint.MaxValue, Encoding.UTF8.GetBytes(entity.ToString()));
        Span<byte> name = stackalloc byte[Limits.JournalNameLengthMax * BytesPerCharacterMax];
        var count = Encoding.UTF8.GetBytes(entity.Kind, name);
        name[count++] = (byte)'/';
        count += Encoding.UTF8.GetBytes(entity.Key, name[count..]);
        return Add(uint.MaxValue, name[..count]);
    }

    public static uint Next(uint previous, long expectedVersion, long version, DateTimeOffset at, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(header, expectedVersion);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], version);
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], at.ToUnixTimeMilliseconds());
        return Add(Add(previous, header), payload);
    }

    /// <summary>The link that a row is, once it was found to hang on the one before it.</summary>
    /// <exception cref="JournalCorruptException">It does not, or is not what was written.</exception>
    public static uint Checked(JournalRow row, long version, uint previous)
    {
        if (row.ExpectedVersion != version) throw new JournalCorruptException($"{row.Entity}: after version {version} comes a row that starts at {row.ExpectedVersion}.");
        var checksum = Next(previous, row.ExpectedVersion, row.Version, row.At, row.Payload.Span);
        return checksum == row.Checksum
            ? checksum
            : throw new JournalCorruptException($"{row.Entity}: the row that ends at version {row.Version} has a wrong checksum.");
    }

    public static uint OfSnapshot(uint chainChecksum, ReadOnlySpan<byte> payload) => Add(~chainChecksum, payload);

    // The bare register, begun at all ones and complemented by nobody: a link of the chain goes on where the one before it stopped.
    internal static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) checksum = BitOperations.Crc32C(checksum, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..]) checksum = BitOperations.Crc32C(checksum, rest);
        return checksum;
    }
}
