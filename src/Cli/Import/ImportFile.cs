using System.Globalization;
using System.Security.Cryptography;

namespace Omnichannel.Import;

/// <summary>Some rows of the file, as one call.</summary>
/// <param name="Number">From 1: part of the key of the call.</param>
/// <param name="RowsBefore">Rows of the file that are in earlier parts.</param>
internal sealed record ImportPart(int Number, long RowsBefore, int RowsCount, byte[] Body);

/// <summary>A file of <c>sku,location,onHand</c> rows, CSV with a heading or NDJSON, cut into parts. The same file always gives the same
/// parts.</summary>
/// <remarks>Why parts: an HTTP/1.1 client cannot read answers while it still sends. A part is small enough to leave whole, whoever reads how
/// slowly, and to be sent again.</remarks>
internal sealed class ImportFile(string path)
{
    private const int PartRowsMax = 8_000;
    private const int PartBytesMax = 256 * 1024;
    private const int KeyBytes = 8;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public bool IsCsv { get; } = !HasObjects(path);

    public string ContentType => IsCsv ? "text/csv" : "application/x-ndjson";

    public bool HasRows => Parts().Any();

    public long Bytes { get; } = new FileInfo(path).Length;

    /// <summary>A key that follows from what is in the file: importing the same file again is the same import.</summary>
    public async Task<string> KeyOfContentAsync(CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        var hash = await SHA256.HashDataAsync(stream, cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"import-{Convert.ToHexStringLower(hash.AsSpan(0, KeyBytes))}");
    }

    public IEnumerable<ImportPart> Parts()
    {
        using var stream = File.OpenRead(path);
        var lines = new LineCutter(stream);
        using var body = new MemoryStream(PartBytesMax + PartRowsMax);
        var heading = IsCsv ? Heading(lines) : [];
        body.Write(heading);
        var (number, before, rows) = (1, 0L, 0);
        while (Append(lines, body))
        {
            rows++;
            if (rows < PartRowsMax && body.Length < PartBytesMax) continue;
            yield return new(number++, before, rows, body.ToArray());
            (before, rows) = (before + rows, 0);
            body.SetLength(0);
            body.Write(heading);
        }

        if (rows > 0) yield return new(number, before, rows, body.ToArray());
    }

    private static byte[] Heading(LineCutter lines) => lines.TryRead(out var line) ? [.. WithoutMark(line), (byte)'\n'] : [];

    private static bool Append(LineCutter lines, MemoryStream body)
    {
        if (!lines.TryRead(out var line)) return false;
        body.Write(WithoutMark(line));
        body.WriteByte((byte)'\n');
        return true;
    }

    private static bool HasObjects(string path)
    {
        using var stream = File.OpenRead(path);
        return new LineCutter(stream).TryRead(out var line) && WithoutMark(line).TrimStart(" \t"u8).StartsWith("{"u8);
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line) => line.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
}
