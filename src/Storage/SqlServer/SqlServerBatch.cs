using System.Buffers;
using System.Text;
using System.Text.Json;
using Omnichannel.Journal;

namespace Omnichannel.Storage.SqlServer;

/// <summary>A batch in two values: what <c>OPENJSON</c> makes rows of, and all payloads and snapshots one behind the other, which it cuts up by length.</summary>
/// <param name="Json">An array of appends, in order, with the names of the columns in <see cref="SqlServerWriter.AppendSql"/>.</param>
internal sealed record SqlServerBatch(string Json, byte[] Bytes)
{
    public static SqlServerBatch Of(IReadOnlyList<JournalAppend> appends)
    {
        var bytes = new byte[appends.Sum(static append => append.Payload.Length + (append.Snapshot?.Payload.Length ?? 0))];
        var text = new ArrayBufferWriter<byte>(appends.Count * 256);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            var startsAt = 0;
            for (var place = 0; place < appends.Count; place++) startsAt = Write(json, place, appends[place], bytes, startsAt);
            json.WriteEndArray();
        }

        return new(Encoding.UTF8.GetString(text.WrittenSpan), bytes);
    }

    // SQL counts bytes from 1. Returns where the next append begins.
    private static int Write(Utf8JsonWriter json, int place, JournalAppend append, byte[] bytes, int startsAt)
    {
        json.WriteStartObject();
        json.WriteNumber("place", place);
        json.WriteString("entity", append.Entity.ToString());
        json.WriteNumber("expected_version", append.ExpectedVersion);
        json.WriteNumber("version", append.Version);
        json.WriteNumber("at", append.At.ToUnixTimeMilliseconds());
        json.WriteNumber("checksum", append.Checksum);
        if (JournalLayout.DueMilliseconds(append.DueAt) is { } dueAt) json.WriteNumber("due_at", dueAt);
        json.WriteNumber("payload_start", startsAt + 1);
        json.WriteNumber("payload_length", append.Payload.Length);
        append.Payload.Span.CopyTo(bytes.AsSpan(startsAt));
        startsAt += append.Payload.Length;
        if (append.Snapshot is { } snapshot)
        {
            json.WriteNumber("snapshot_start", startsAt + 1);
            json.WriteNumber("snapshot_length", snapshot.Payload.Length);
            json.WriteNumber("snapshot_checksum", snapshot.PayloadChecksum);
            snapshot.Payload.Span.CopyTo(bytes.AsSpan(startsAt));
            startsAt += snapshot.Payload.Length;
        }

        json.WriteEndObject();
        return startsAt;
    }
}
