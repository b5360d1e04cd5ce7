using System.Text.Json;
using Omnichannel.Journal;

namespace Omnichannel.Storage.SqlServer;

/// <summary>What leaves as JSON and bytes is what comes out of them again.</summary>
public sealed class SqlServerBatchTests
{
    internal static readonly string[] Names =
    [
        "place", "entity", "expected_version", "version", "at", "checksum", "due_at", "payload_start", "payload_length", "snapshot_start", "snapshot_length", "snapshot_checksum",
    ];

    [Fact]
    public void Of_WhenReadBack_HoldsEveryAppend()
    {
        byte[] every = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var (binary, quoted, empty) = (new EntityScript("binary@main"), new EntityScript("a\"b\\ü😀@main"), new EntityScript("empty@main"));
        JournalAppend[] appends =
        [
            binary.NextBytes(3, every, EntityScript.StartsAt.AddTicks(1)),
            quoted.NextWithSnapshot("größer"),
            empty.NextBytes(1, []),
            new EntityScript("long@main").NextBytes(1, new byte[70_000]),
        ];

        var batch = SqlServerBatch.Of(appends);

        using var json = JsonDocument.Parse(batch.Json);
        var rows = json.RootElement.EnumerateArray().ToArray();
        Assert.Equal(appends.Length, rows.Length);
        for (var place = 0; place < rows.Length; place++)
        {
            var (append, row) = (appends[place], rows[place]);
            Assert.Subset(Names.ToHashSet(), row.EnumerateObject().Select(property => property.Name).ToHashSet());
            Assert.Equal(
                (place, append.Entity.ToString(), append.ExpectedVersion, append.Version, append.At.ToUnixTimeMilliseconds(), append.Checksum),
                (row.GetProperty("place").GetInt32(), row.GetProperty("entity").GetString(), Number(row, "expected_version"), Number(row, "version"), Number(row, "at"), (uint)Number(row, "checksum")!));
            Assert.Equal(JournalLayout.DueMilliseconds(append.DueAt), Number(row, "due_at"));
            Assert.Equal(append.Payload.ToArray(), Cut(batch, row, "payload"));
            Assert.Equal(append.Snapshot?.Payload.ToArray(), Cut(batch, row, "snapshot"));
            Assert.Equal(append.Snapshot?.PayloadChecksum, (uint?)Number(row, "snapshot_checksum"));
        }
    }

    private static long? Number(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetInt64() : null;

    // As SUBSTRING does, which counts from 1.
    private static byte[]? Cut(SqlServerBatch batch, JsonElement row, string name) =>
        Number(row, name + "_start") is { } start ? batch.Bytes.AsSpan((int)start - 1, (int)Number(row, name + "_length")!).ToArray() : null;
}
