using System.Buffers;
using System.IO.Pipelines;

namespace Omnichannel.Http;

/// <summary>Cuts a stream into lines, of which it holds at most what is buffered. Lines end with LF or CRLF; empty ones are left out.</summary>
/// <param name="lineBytesMax">Longer lines are skipped, and told to be too long.</param>
internal sealed class LineReader(PipeReader input, int lineBytesMax) : IDisposable
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly byte[] _joined = new byte[lineBytesMax];
    private ReadOnlySequence<byte> _buffer;
    private bool _isAtStart = true;
    private bool _isEnded;
    private bool _isSkipping;
    private bool _isReleased = true;

    /// <summary>Gives back what is buffered, however far the lines were taken: who owns the stream may drain the rest.</summary>
    public void Dispose()
    {
        if (!_isReleased) input.AdvanceTo(_buffer.Start);
    }

    /// <summary>Ends the wait for more of the stream, with what there is.</summary>
    public void Interrupt() => input.CancelPendingRead();

    /// <summary>Waits for more of the stream. False when it has ended and all its lines were taken.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (!_isReleased) input.AdvanceTo(_buffer.Start, _buffer.End);
        _isReleased = true;
        if (_isEnded) return false;
        var read = _isAtStart ? await input.ReadAtLeastAsync(ByteOrderMark.Length, cancellationToken) : await input.ReadAsync(cancellationToken);
        _isReleased = false;
        _buffer = read.Buffer;
        _isEnded = read.IsCompleted;
        if (_isAtStart) SkipByteOrderMark();
        _isAtStart = false;
        return true;
    }

    /// <summary>The next whole line that is buffered. It lives until the next call.</summary>
    /// <param name="isTooLong">The line has more bytes than a line may have, and is not given.</param>
    public bool TryTake(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        while (TryTakeRaw(out var raw))
        {
            isTooLong = _isSkipping || raw.Length > lineBytesMax;
            _isSkipping = false;
            line = isTooLong ? default : Joined(raw);
            if (line.EndsWith("\r"u8)) line = line[..^1];
            if (isTooLong || !line.IsEmpty) return true;
        }

        // A line without an end in sight is not kept: it is dropped as it comes, and told when it ends.
        if (_buffer.Length > lineBytesMax)
        {
            _isSkipping = true;
            _buffer = _buffer.Slice(_buffer.End);
        }

        line = default;
        isTooLong = false;
        return false;
    }

    private bool TryTakeRaw(out ReadOnlySequence<byte> raw)
    {
        if (_buffer.PositionOf((byte)'\n') is { } end)
        {
            raw = _buffer.Slice(0, end);
            _buffer = _buffer.Slice(_buffer.GetPosition(1, end));
            return true;
        }

        raw = _buffer;
        if (!_isEnded || (_buffer.IsEmpty && !_isSkipping)) return false;
        _buffer = _buffer.Slice(_buffer.End);
        return true;
    }

    private ReadOnlySpan<byte> Joined(ReadOnlySequence<byte> raw)
    {
        if (raw.IsSingleSegment) return raw.FirstSpan;
        raw.CopyTo(_joined);
        return _joined.AsSpan(0, (int)raw.Length);
    }

    private void SkipByteOrderMark()
    {
        if (_buffer.Length >= ByteOrderMark.Length && _buffer.Slice(0, ByteOrderMark.Length).ToArray().AsSpan().SequenceEqual(ByteOrderMark))
            _buffer = _buffer.Slice(ByteOrderMark.Length);
    }
}
