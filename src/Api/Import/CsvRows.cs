using System.Text;
using Omnichannel.Http;

namespace Omnichannel.Import;

/// <summary>RFC 4180 with a header, one record per line: no field of ours can hold a line end.</summary>
internal sealed class CsvRows : IRowFormat
{
    private const int ColumnCount = 3;
    private static readonly string[] Columns = ["sku", "location", "onHand"];
    private static readonly string HeaderRule = $"The first line names the columns {string.Join(", ", Columns)}, in any order and no others.";
    private readonly int[] _places;

    private CsvRows(int[] places) => _places = places;

    /// <exception cref="BadInputException">The line does not name the columns.</exception>
    public static CsvRows OfHeader(ReadOnlySpan<byte> line)
    {
        Span<Range> fields = stackalloc Range[ColumnCount];
        var count = Split(line, fields);
        var places = new int[ColumnCount];
        for (var column = 0; column < ColumnCount; column++)
        {
            places[column] = -1;
            for (var index = 0; index < count; index++)
            {
                if (Encoding.UTF8.GetString(line[fields[index]]) == Columns[column]) places[column] = index;
            }

            if (places[column] < 0 || count != ColumnCount) throw new BadInputException(ProblemKinds.CsvHeaderInvalid, Columns[column], HeaderRule);
        }

        return new(places);
    }

    public ImportRow Read(ReadOnlySpan<byte> line)
    {
        Span<Range> fields = stackalloc Range[ColumnCount];
        if (Split(line, fields) != ColumnCount) return ImportRow.Refused(ProblemKinds.RowInvalid, "A row has 3 fields, quoted whole or not at all.");
        return ImportRow.Of(line[fields[_places[0]]], line[fields[_places[1]]], line[fields[_places[2]]]);
    }

    // The number of fields, or -1 when the line is no record. A doubled quote stays doubled: no field of ours may hold one, so its check refuses it.
    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var (count, start) = (0, 0);
        while (true)
        {
            if (count == fields.Length) return -1;
            int end;
            if (start < line.Length && line[start] == '"')
            {
                var close = ClosingQuote(line, start + 1);
                if (close < 0) return -1;
                fields[count++] = (start + 1)..close;
                end = close + 1;
                if (end < line.Length && line[end] != ',') return -1;
            }
            else
            {
                var length = line[start..].IndexOf((byte)',');
                end = length < 0 ? line.Length : start + length;
                if (line[start..end].Contains((byte)'"')) return -1;
                fields[count++] = start..end;
            }

            if (end == line.Length) return count;
            start = end + 1;
        }
    }

    private static int ClosingQuote(ReadOnlySpan<byte> line, int start)
    {
        for (var index = start; index < line.Length; index++)
        {
            if (line[index] != '"') continue;
            if (index + 1 < line.Length && line[index + 1] == '"') index++;
            else return index;
        }

        return -1;
    }
}
