using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Omnichannel.Journal;

namespace Omnichannel.Moving;

/// <summary>The file is not a whole export of a journal. The message says which line, and what is wrong with it.</summary>
public sealed class JournalFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads what <see cref="JournalFileWriter"/> wrote, and believes none of it before the end has been seen.</summary>
internal static class JournalFileReader
{
    // The largest append there may be, twice over for its snapshot, in base64.
    private const int LineBytesMax = 512 * 1024 * 1024;

    /// <summary>Reads the file to its end. What it hands out is checked as far as the line goes; only the end proves the rest.</summary>
    /// <exception cref="JournalFileException">A line, the sum or a count is wrong, or there is no end.</exception>
    public static async Task<MovedCounts> ReadAsync(
        Stream stream, Func<MovedRow, ValueTask> onRow, Func<MovedKey, ValueTask> onKey, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (chains, lines) = (new EntityChains(), new ByteLines(stream, LineBytesMax));
        var (number, rowsCount, keysCount) = (0L, 0L, 0L);
        while (await lines.NextAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            try
            {
                using var parsed = JsonDocument.Parse(line);
                var json = parsed.RootElement;
                if (number == 1) CheckHeader(json);
                else if (json.TryGetProperty("entity", out _))
                {
                    if (keysCount > 0) throw new FormatException("a row after the keys");
                    var row = RowOf(json);
                    chains.Check(row);
                    rowsCount++;
                    await onRow(row).ConfigureAwait(false);
                }
                else if (json.TryGetProperty("owner", out _))
                {
                    keysCount++;
                    await onKey(KeyOf(json)).ConfigureAwait(false);
                }
                else
                {
                    var counts = new MovedCounts(rowsCount, chains.EntitiesCount, keysCount);
                    CheckEnd(json, counts, Convert.ToHexStringLower(hash.GetCurrentHash()));
                    chains.CheckEnds();
                    if (await lines.NextAsync(cancellationToken).ConfigureAwait(false) is not null) throw new FormatException("something follows the end");
                    return counts;
                }
            }
            catch (Exception damage) when (IsDamage(damage))
            {
                throw new JournalFileException($"Line {number} is damaged: {damage.Message}", damage);
            }

            hash.AppendData(line.Span);
            hash.AppendData("\n"u8);
        }

        throw new JournalFileException($"The file ends after line {number}, and that is not the end of an export.");
    }

    private static bool IsDamage(Exception failure) => failure is JsonException or FormatException or InvalidOperationException or KeyNotFoundException
        or OverflowException or ArgumentException or JournalCorruptException;

    private static void CheckHeader(JsonElement json)
    {
        if (!json.TryGetProperty("omnichannelJournal", out var format)) throw new FormatException("this is not an export of a journal");
        if (format.GetInt32() != JournalFileWriter.Format) throw new FormatException($"it has format {format.GetInt32()}, and this build reads {JournalFileWriter.Format}");
    }

    private static void CheckEnd(JsonElement json, MovedCounts counts, string sum)
    {
        var told = new MovedCounts(json.GetProperty("rows").GetInt64(), json.GetProperty("entities").GetInt64(), json.GetProperty("keys").GetInt64());
        if (told != counts) throw new FormatException($"it counts {told}, and there were {counts}");
        if (json.GetProperty("sha256").GetString() != sum) throw new FormatException("the sum of all lines is another one");
    }

    private static MovedRow RowOf(JsonElement json)
    {
        var isLast = json.TryGetProperty("last", out var last) && last.GetBoolean();
        return new(
            EntityKey.Parse(json.GetProperty("entity").GetString() ?? ""),
            json.GetProperty("expectedVersion").GetInt64(),
            json.GetProperty("version").GetInt64(),
            json.GetProperty("at").GetInt64(),
            json.GetProperty("checksum").GetUInt32(),
            json.GetProperty("payload").GetBytesFromBase64(),
            isLast,
            isLast && json.TryGetProperty("dueAt", out var dueAt) ? dueAt.GetInt64() : null,
            json.TryGetProperty("snapshot", out var snapshot) ? new(json.GetProperty("snapshotChecksum").GetUInt32(), snapshot.GetBytesFromBase64()) : null);
    }

    private static MovedKey KeyOf(JsonElement json) => json.TryGetProperty("wrapped", out var wrapped)
        ? new(json.GetProperty("owner").GetString()!, json.GetProperty("masterKey").GetString(), wrapped.GetBytesFromBase64())
        : new(json.GetProperty("owner").GetString()!, null, null);
}

/// <summary>Lines of a stream as bytes, without their ends. A line is good until the next is asked for.</summary>
internal sealed class ByteLines(Stream stream, int lineBytesMax)
{
    private byte[] _buffer = new byte[256 * 1024];
    private int _from;
    private int _to;

    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_from + searched, _to - _from - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = _buffer.AsMemory(_from, searched + end);
                _from += searched + end + 1;
                return line;
            }

            searched = _to - _from;
            if (searched >= lineBytesMax) throw new JournalFileException("A line is longer than any row can be.");
            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_to), cancellationToken).ConfigureAwait(false);
            if (read == 0) return searched == 0 ? null : throw new JournalFileException($"The file breaks off within a line: {Encoding.UTF8.GetString(_buffer, _from, Math.Min(searched, 40))}…");
            _to += read;
        }
    }

    private void MakeRoom()
    {
        if (_from > 0) Buffer.BlockCopy(_buffer, _from, _buffer, 0, _to - _from);
        (_from, _to) = (0, _to - _from);
        if (_to == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
