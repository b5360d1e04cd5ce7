using System.Text;

namespace Omnichannel.Journal;

/// <summary>I14: a damaged, missing or reordered row breaks the chain.</summary>
public sealed class JournalChecksumTests
{
    private static readonly EntityKey Entity = new("stock", "SKU-1/store-1");
    private static readonly DateTimeOffset At = new(2026, 3, 1, 8, 0, 0, 123, TimeSpan.Zero);

    // RFC 3720 appendix B.4 lists the bytes of each checksum from the lowest; the last is the check value of every catalogue of such codes.
    public static TheoryData<byte[], uint> Published => new()
    {
        { new byte[32], 0x8A9136AA },
        { [.. Enumerable.Repeat((byte)0xFF, 32)], 0x62A8AB43 },
        { [.. Enumerable.Range(0, 32).Select(number => (byte)number)], 0x46DD794E },
        { [.. Enumerable.Range(0, 32).Select(number => (byte)(31 - number))], 0x113FDB5C },
        { Encoding.ASCII.GetBytes("123456789"), 0xE3069283 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Add_WhenBegunAtAllOnesAndComplemented_IsCrc32C(byte[] bytes, uint checksum) => Assert.Equal(checksum, ~JournalChecksum.Add(uint.MaxValue, bytes));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(31)]
    public void Add_WhenBytesComeInTwoParts_IsTheSame(int first)
    {
        var bytes = Encoding.ASCII.GetBytes("the quick brown fox jumps over it");
        Assert.Equal(JournalChecksum.Add(7, bytes), JournalChecksum.Add(JournalChecksum.Add(7, bytes.AsSpan(0, first)), bytes.AsSpan(first)));
    }

    // Frozen (computed once by another program): another value would make every journal ever written unreadable.
    [Fact]
    public void Chain_OfKnownRows_IsFrozen()
    {
        var seed = JournalChecksum.Seed(Entity);
        var first = JournalChecksum.Next(seed, 0, 2, At, "[{},{}]"u8);
        var snapshot = JournalChecksum.OfSnapshot(first, "{}"u8);
        Assert.Equal((0x9EC86626u, 0x50CA8C05u, 0x4419729Cu), (seed, first, snapshot));
    }

    // Where an entity lives follows from it.
    [Theory]
    [InlineData("MUG-1/london")]
    [InlineData("größer/日本/😀")]
    [InlineData("")]
    public void Seed_OfAnyName_IsThatOfItsBytes(string key)
    {
        foreach (var name in (string[])[key, key + new string('x', Limits.JournalNameLengthMax - 6 - key.Length), key + new string('ö', Limits.JournalNameLengthMax)])
            Assert.Equal(JournalChecksum.Add(uint.MaxValue, Encoding.UTF8.GetBytes($"stock/{name}")), JournalChecksum.Seed(new("stock", name)));
    }

    [Fact]
    public void Next_WhenAnythingIsDifferent_IsDifferent()
    {
        var payload = "[{}]"u8.ToArray();
        uint[] links =
        [
            JournalChecksum.Next(JournalChecksum.Seed(Entity), 0, 1, At, payload),
            JournalChecksum.Next(JournalChecksum.Seed(Entity with { Key = "SKU-1/store-2" }), 0, 1, At, payload),
            JournalChecksum.Next(JournalChecksum.Seed(Entity), 1, 1, At, payload),
            JournalChecksum.Next(JournalChecksum.Seed(Entity), 0, 2, At, payload),
            JournalChecksum.Next(JournalChecksum.Seed(Entity), 0, 1, At.AddMilliseconds(1), payload),
            JournalChecksum.Next(JournalChecksum.Seed(Entity), 0, 1, At, "[{} ]"u8),
            JournalChecksum.OfSnapshot(JournalChecksum.Seed(Entity), payload),
        ];
        Assert.Equal(links.Length, links.Distinct().Count());
    }

    // Databases keep milliseconds.
    [Fact]
    public void Next_WhenTimesDifferBelowAMillisecond_IsTheSame() =>
        Assert.Equal(JournalChecksum.Next(1, 0, 1, At, "[]"u8), JournalChecksum.Next(1, 0, 1, At.AddTicks(9_999), "[]"u8));
}
