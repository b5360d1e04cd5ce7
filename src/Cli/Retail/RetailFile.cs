using System.Globalization;
using System.IO.Compression;
using CsvHelper;

namespace Omnichannel.Retail;

/// <summary>The file does not look like the UCI Online Retail data set.</summary>
public sealed class RetailFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads the UCI Online Retail file (id 352), plain or gzipped, in the order in which it was published. Rows are read one at a
/// time.</summary>
public static class RetailFile
{
    private const int RowBytesMax = 64 * 1024;
    private const string Heading = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    private static readonly CsvReaderOptions _options = new()
    {
        Separator = ',',
        FormatProvider = CultureInfo.InvariantCulture,
        PoolStrings = true,
        MaxRecordSize = RowBytesMax,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    public static IEnumerable<RetailRow> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var text = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        foreach (var row in Read(text)) yield return row;
    }

    public static IEnumerable<RetailRow> Read(Stream text)
    {
        using var reader = CsvReader.Create(text, _options, leaveOpen: true);
        if (HeadingOf(reader) != Heading) throw new RetailFileException($"The file does not start with the heading {Heading}.");
        for (var number = 1L; HasNext(reader, number); number++) yield return Row(reader, number);
    }

    private static string HeadingOf(CsvReader reader)
    {
        try
        {
            return string.Join(",", reader.Headers);
        }
        catch (CsvFormatException damage)
        {
            throw new RetailFileException($"The heading cannot be read: {damage.Message}", damage);
        }
    }

    private static bool HasNext(CsvReader reader, long number)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception damage) when (damage is CsvFormatException or InvalidDataException)
        {
            throw new RetailFileException($"Row {number} cannot be read: {damage.Message}", damage);
        }
    }

    private static RetailRow Row(CsvReader fields, long number)
    {
        var (invoice, code) = (fields.GetString(0), fields.GetString(1));
        if (!IsPlain(invoice) || code.Length == 0) throw Wrong(number, $"has the invoice '{invoice}' and the stock code '{code}'");
        if (!long.TryParse(fields.GetString(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quantity) || quantity == 0)
            throw Wrong(number, $"has the quantity '{fields.GetString(3)}'");
        if (!DateTime.TryParseExact(fields.GetString(4), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            throw Wrong(number, $"has the date '{fields.GetString(4)}'");
        if (!decimal.TryParse(fields.GetString(5), NumberStyles.Float, CultureInfo.InvariantCulture, out var price))
            throw Wrong(number, $"has the price '{fields.GetString(5)}'");
        var customer = fields.GetString(6);
        if (customer.Length > 0 && !IsPlain(customer)) throw Wrong(number, $"has the customer '{customer}'");
        return new(number, invoice, code, fields.GetString(2), quantity, at, price, customer, fields.GetString(7));
    }

    // It becomes part of ids.
    private static bool IsPlain(string text) => text.Length is > 0 and <= 12 && text.All(char.IsAsciiLetterOrDigit);

    private static RetailFileException Wrong(long number, string what) => new($"Row {number} {what}.");
}
