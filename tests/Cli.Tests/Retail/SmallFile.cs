using System.Text;

namespace Omnichannel.Retail;

/// <summary>A file of our own in the form of the published one.</summary>
internal static class SmallFile
{
    private const string Heading = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    public static RetailPlan Plan(params string[] rows) => RetailPlan.Of("uci", () => Read(rows));

    public static IEnumerable<RetailRow> Read(params string[] rows) => RetailFile.Read(Text([Heading, .. rows]));

    public static MemoryStream Text(params string[] lines) => new(Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\n"));
}
