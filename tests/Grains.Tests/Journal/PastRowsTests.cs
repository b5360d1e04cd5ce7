using System.Text;
using Omnichannel.Inventory;

namespace Omnichannel.Journal;

/// <summary>I14: pages of the past are held to the chain, wherever they begin.</summary>
public sealed class PastRowsTests
{
    private const int EventsPerRow = 2;
    private static readonly EntityKey Entity = new("stock", "SKU-1/store-1");

    // Versions 2, 4, 6 and 8 end a row each.
    public static TheoryData<long, int, long[]> Pages => new()
    {
        { 0, 2, [2, 4] },
        { 0, 9, [2, 4, 6, 8] },
        { 1, 2, [2, 4] },
        { 2, 2, [4, 6] },
        { 3, 1, [4] },
        { 5, 9, [6, 8] },
        { 7, 9, [8] },
        { 8, 9, [] },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Read_FromAnywhere_GivesTheRowsThatEndAfterIt(long afterVersion, int rowsMax, long[] ends)
    {
        var rows = await PastRows.ReadAsync(await JournalAsync(), Entity, afterVersion, rowsMax);

        Assert.Equal(ends, rows.Select(static row => row.Version));
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(4, 1)]
    [InlineData(5, 1)]
    [InlineData(2, 9)]
    public async Task Read_OfADamagedRow_Fails(long afterVersion, int rowsMax) =>
        await Assert.ThrowsAsync<JournalCorruptException>(async () => await PastRows.ReadAsync(await JournalAsync(damagedEnd: 6), Entity, afterVersion, rowsMax));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(6, 9)]
    public async Task Read_OfRowsBesideADamagedOne_GivesThem(long afterVersion, int rowsMax) =>
        Assert.NotEmpty(await PastRows.ReadAsync(await JournalAsync(damagedEnd: 6), Entity, afterVersion, rowsMax));

    // Its checksum is what it should be, and its content is not: as after a byte that flipped on the disk.
    private static async Task<MemoryJournal> JournalAsync(long? damagedEnd = null)
    {
        var (journal, link) = (new MemoryJournal(), JournalChecksum.Seed(Entity));
        for (long end = EventsPerRow; end <= 8; end += EventsPerRow)
        {
            var payload = Encoding.UTF8.GetBytes($"[{{\"n\":{end - 1}}},{{\"n\":{end}}}]");
            link = JournalChecksum.Next(link, end - EventsPerRow, end, Shelf.Start, payload);
            if (end == damagedEnd) payload[5] ^= 1;
            await journal.AppendAsync(new(Entity, end - EventsPerRow, EventsPerRow, Shelf.Start, payload, link));
        }

        return journal;
    }
}
