using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Omnichannel.Moving;

/// <summary>Lines of JSON: a header, the rows, the keys, and an end that says how many there were and what all bytes before it add up to (SHA-256).</summary>
internal sealed class JournalFileWriter(Stream stream) : IDisposable
{
    public const int Format = 1;

    private const int BufferBytes = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(BufferBytes * 2);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _hashed;

    public void WriteHeader(int shardCount) => WriteLine(json =>
    {
        json.WriteNumber("omnichannelJournal", Format);
        json.WriteNumber("shards", shardCount);
    });

    public void Write(MovedRow row) => WriteLine(json =>
    {
        json.WriteString("entity", row.Entity.ToString());
        json.WriteNumber("expectedVersion", row.ExpectedVersion);
        json.WriteNumber("version", row.Version);
        json.WriteNumber("at", row.At);
        json.WriteNumber("checksum", row.Checksum);
        json.WriteBase64String("payload", row.Payload);
        if (row.Snapshot is { } snapshot)
        {
            json.WriteNumber("snapshotChecksum", snapshot.Checksum);
            json.WriteBase64String("snapshot", snapshot.Payload);
        }

        if (!row.IsLast) return;
        json.WriteBoolean("last", true);
        if (row.DueAt is { } dueAt) json.WriteNumber("dueAt", dueAt);
    });

    public void Write(MovedKey key) => WriteLine(json =>
    {
        json.WriteString("owner", key.Owner);
        if (key.Wrapped is not { } wrapped) return;
        json.WriteString("masterKey", key.MasterKeyId);
        json.WriteBase64String("wrapped", wrapped);
    });

    public void WriteEnd(MovedCounts counts)
    {
        _hash.AppendData(_buffer.WrittenSpan[_hashed..]);
        _hashed = _buffer.WrittenCount;
        var sum = Convert.ToHexStringLower(_hash.GetCurrentHash());
        WriteLine(json =>
        {
            json.WriteNumber("rows", counts.RowsCount);
            json.WriteNumber("entities", counts.EntitiesCount);
            json.WriteNumber("keys", counts.KeysCount);
            json.WriteString("sha256", sum);
        });
    }

    /// <summary>Hands on what has been gathered, once it is worth a write.</summary>
    public ValueTask FlushFullAsync(CancellationToken cancellationToken) => _buffer.WrittenCount < BufferBytes ? default : FlushAsync(cancellationToken);

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _hash.AppendData(_buffer.WrittenSpan[_hashed..]);
        await stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
        _hashed = 0;
    }

    public void Dispose() => _hash.Dispose();

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(_buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        _buffer.Write("\n"u8);
    }
}
