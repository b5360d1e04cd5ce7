namespace Omnichannel.Import;

/// <summary>Cuts a stream into its lines that are not empty, with their bytes as they are. Never holds more than one line, and of a line that is
/// too long only its start.</summary>
internal sealed class LineCutter(Stream stream)
{
    /// <summary>One more than the grid takes, so that the grid can say that the row is too long.</summary>
    private const int LineBytesMax = 4096 + 1;
    private const int BufferBytes = 64 * 1024;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _line = new byte[LineBytesMax];
    private int _next;
    private int _end;

    /// <summary>The next line without its end; valid until the next call. False at the end of the stream.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var length = 0;
        while (true)
        {
            if (_next == _end && !Fill())
            {
                line = Trimmed(length);
                return length > 0;
            }

            var rest = _buffer.AsSpan(_next, _end - _next);
            var newline = rest.IndexOf((byte)'\n');
            var part = newline < 0 ? rest : rest[..newline];
            var kept = part[..Math.Min(part.Length, LineBytesMax - length)];
            kept.CopyTo(_line.AsSpan(length));
            length += kept.Length;
            _next += part.Length;
            if (newline < 0) continue;
            _next++;
            line = Trimmed(length);
            if (!line.IsEmpty) return true;
            length = 0;
        }
    }

    private bool Fill()
    {
        (_next, _end) = (0, stream.Read(_buffer));
        return _end > 0;
    }

    private ReadOnlySpan<byte> Trimmed(int length)
    {
        var line = _line.AsSpan(0, length);
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }
}
